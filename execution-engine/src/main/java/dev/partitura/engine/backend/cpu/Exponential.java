package dev.partitura.engine.backend.cpu;

/// `e^x` and `e^x - 1` of whole blocks in float64, in plain arithmetic that the compiler turns into
/// vector code on every processor: the power series of `x / 1024`, then ten squarings. Relative
/// error below 1e-11, far under half a fused in the last place of a float32.
final class Exponential {
  /// Beyond these a float32 result is 0 or infinite, or nothing is left of 1.
  private static final double LEAST = -120;

  private static final double MOST = 120;
  private static final double PART = 1 / 1024.0;

  private Exponential() {}

  /// Replaces each `x` by `e^x`, at least `e^-120`, at most `e^120`; a NaN stays.
  static void exp(double[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = Math.max(LEAST, Math.min(MOST, block[i])) * PART;
    }
    for (int i = 0; i < count; i++) {
      double x = block[i];
      block[i] = 1 + x * series(x);
    }
    for (int i = 0; i < count; i++) {
      double p = block[i];
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      block[i] = p;
    }
  }

  /// Replaces each `x` by `e^x - 1`, exact to the same share near 0; `x` is taken between -120 and
  /// 120.
  static void minusOne(double[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = Math.max(LEAST, Math.min(MOST, block[i])) * PART;
    }
    for (int i = 0; i < count; i++) {
      double x = block[i];
      block[i] = x * series(x);
    }
    // e^2x - 1 = (e^x - 1)·(e^x - 1 + 2)
    for (int i = 0; i < count; i++) {
      double m = block[i];
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      m *= m + 2;
      block[i] = m;
    }
  }

  /// `(e^x - 1) / x` for small `x`.
  private static double series(double x) {
    double sum = 1 / 40320.0;
    sum = sum * x + 1 / 5040.0;
    sum = sum * x + 1 / 720.0;
    sum = sum * x + 1 / 120.0;
    sum = sum * x + 1 / 24.0;
    sum = sum * x + 1 / 6.0;
    sum = sum * x + 1 / 2.0;
    return sum * x + 1;
  }
}
