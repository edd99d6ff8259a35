package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.operator.RoundToBfloat16;

/// The elementwise functions that this engine computes itself, because those of oneDNN lose NaN or
/// miss their accuracy. They work in float64 and round once: a result is off by at most 0.51 units
/// in the last place of a float32, over the whole range, denormal numbers included. Loops are
/// short, so that each becomes vector code.
final class BlockFunctions {
  /// Where nothing is left of the functions that go to 0 for large negative numbers.
  private static final double TAIL = -20;

  /// Turns the smallest distance between two numbers into at least 1.
  private static final double STEEP = 1e300;

  private BlockFunctions() {}

  static BlockFunction relu() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = Math.max(block[i], 0);
      }
    };
  }

  static BlockFunction leakyRelu(float alpha) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        float x = block[i];
        block[i] = x < 0 ? alpha * x : x;
      }
    };
  }

  static BlockFunction clip(float low, float high) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = Math.min(high, Math.max(low, block[i]));
      }
    };
  }

  static BlockFunction abs() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = Math.abs(block[i]);
      }
    };
  }

  static BlockFunction negative() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = -block[i];
      }
    };
  }

  static BlockFunction sign() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = Math.signum(block[i]);
      }
    };
  }

  static BlockFunction roundToBfloat16() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = RoundToBfloat16.rounded(block[i]);
      }
    };
  }

  static BlockFunction squareRoot() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = (float) Math.sqrt(block[i]);
      }
    };
  }

  static BlockFunction hardSigmoid(double alpha, double beta) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = (float) Math.max(0, Math.min(1, alpha * block[i] + beta));
      }
    };
  }

  static BlockFunction hardSwish() {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        double x = block[i];
        block[i] = (float) (x * Math.max(0, Math.min(1, x / 6 + 0.5)));
      }
    };
  }

  static BlockFunction exp() {
    return (block, scratch, count) -> {
      widen(block, scratch, count);
      Exponential.exp(scratch, count);
      narrow(scratch, block, count);
    };
  }

  static BlockFunction sigmoid() {
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        scratch[i] = -block[i];
      }
      Exponential.exp(scratch, count);
      for (int i = 0; i < count; i++) {
        block[i] = (float) (1 / (1 + scratch[i]));
      }
    };
  }

  static BlockFunction tanh() {
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        scratch[i] = 2.0 * block[i];
      }
      Exponential.minusOne(scratch, count);
      for (int i = 0; i < count; i++) {
        double m = scratch[i];
        block[i] = (float) (m / (m + 2));
      }
    };
  }

  static BlockFunction elu(double alpha) {
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        scratch[i] = Math.min(block[i], 0);
      }
      Exponential.minusOne(scratch, count);
      for (int i = 0; i < count; i++) {
        block[i] = (float) (Math.max(block[i], 0) + alpha * scratch[i]);
      }
    };
  }

  static BlockFunction softplus() {
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        scratch[i] = -Math.abs(block[i]);
      }
      Exponential.exp(scratch, count);
      logOnePlus(scratch, count);
      for (int i = 0; i < count; i++) {
        block[i] = (float) (Math.max(block[i], 0) + scratch[i]);
      }
    };
  }

  /// `ln(1 + t)` for `t` from 0 to 1: twice the series of the inverse hyperbolic tangent of `t / (2
  /// + t)`.
  private static void logOnePlus(double[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = block[i] / (2 + block[i]);
    }
    for (int i = 0; i < count; i++) {
      double s = block[i];
      double w = s * s;
      double sum = 2 / 19.0;
      sum = sum * w + 2 / 17.0;
      sum = sum * w + 2 / 15.0;
      sum = sum * w + 2 / 13.0;
      sum = sum * w + 2 / 11.0;
      sum = sum * w + 2 / 9.0;
      sum = sum * w + 2 / 7.0;
      sum = sum * w + 2 / 5.0;
      sum = sum * w + 2 / 3.0;
      block[i] = s * (sum * w + 2);
    }
  }

  /// `x · tanh(ln(1 + e^x))`, which is `x · n / (n + 2)` with `n = e^x · (e^x + 2)`.
  static BlockFunction mish() {
    return (block, scratch, count) -> {
      widen(block, scratch, count);
      Exponential.exp(scratch, count);
      for (int i = 0; i < count; i++) {
        double n = scratch[i] * (scratch[i] + 2);
        scratch[i] = n / (n + 2);
      }
      // e^-110 times anything representable is nothing; so is e^-120, up to which exp goes.
      gate(block, scratch, count, -115);
    };
  }

  static BlockFunction geluByTanh() {
    double inner = -2 * Math.sqrt(2 / Math.PI);
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        double x = block[i];
        scratch[i] = inner * (x + 0.044715 * x * x * x);
      }
      Exponential.exp(scratch, count);
      for (int i = 0; i < count; i++) {
        scratch[i] = 1 / (1 + scratch[i]);
      }
      gate(block, scratch, count, TAIL);
    };
  }

  /// `x · Φ(x)` with `Φ(-a) = e^(-a²/2) · r(a)`, where `r` times `1 + √(2π)·a` is nearly constant
  /// and given by a polynomial in `(a - 4) / (a + 4)`, to 5e-9.
  static BlockFunction gelu() {
    double root = Math.sqrt(2 * Math.PI);
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        double x = block[i];
        scratch[i] = -0.5 * x * x;
      }
      Exponential.exp(scratch, count);
      for (int i = 0; i < count; i++) {
        double a = Math.min(Math.abs((double) block[i]), 16);
        double t = (a - 4) / (a + 4);
        double sum = -0.00019228726625290535;
        sum = sum * t - 7.483529083392342e-05;
        sum = sum * t + 0.0019905714449735706;
        sum = sum * t - 0.0017382868150181497;
        sum = sum * t - 0.013299440094485696;
        sum = sum * t + 0.057769449275488244;
        sum = sum * t - 0.12720964806820018;
        sum = sum * t + 0.17972518327666293;
        sum = sum * t - 0.15230145427924174;
        sum = sum * t + 0.014326406671712547;
        sum = sum * t + 1.0410201731690862;
        scratch[i] *= sum / (1 + root * a);
      }
      for (int i = 0; i < count; i++) {
        double positive = Math.max(0, Math.min(1, block[i] * STEEP));
        scratch[i] = positive + (1 - 2 * positive) * scratch[i];
      }
      gate(block, scratch, count, TAIL);
    };
  }

  /// `x · share`, where the share of numbers below `least` is as good as 0; NaN for negative
  /// infinity, as the product of the formula is.
  private static void gate(float[] block, double[] share, int count, double least) {
    for (int i = 0; i < count; i++) {
      double x = block[i];
      block[i] = (float) (Math.max(x, least) * share[i] + Math.min(x, 0) * 0.0);
    }
  }

  /// The error function as `x · √(1 - e^(-w·g(w))) / |x|` with `w = x²`; `g` falls slowly from 4/π
  /// and is given by a polynomial in `(w - 4) / (w + 4)`, so that small results are as exact as
  /// large ones: 2e-9.
  static BlockFunction erf() {
    return (block, scratch, count) -> {
      for (int i = 0; i < count; i++) {
        double x = Math.max(-4.1, Math.min(4.1, block[i]));
        double w = x * x;
        double t = (w - 4) / (w + 4);
        double sum = -0.00048639917706491914;
        sum = sum * t - 0.00302453263649819;
        sum = sum * t - 0.007584256382619196;
        sum = sum * t - 0.008242471097912853;
        sum = sum * t + 0.0010676646113998056;
        sum = sum * t + 0.008460301931430497;
        sum = sum * t - 0.024265031019926307;
        sum = sum * t - 0.1331669701271336;
        sum = sum * t + 1.1685338966362144;
        scratch[i] = -w * sum;
      }
      Exponential.minusOne(scratch, count);
      for (int i = 0; i < count; i++) {
        double x = Math.max(-4.1, Math.min(4.1, block[i]));
        double w = Math.max(x * x, 1e-200);
        block[i] = (float) (x * Math.sqrt(-scratch[i] / w));
      }
    };
  }

  static BlockFunction plus(float number) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] += number;
      }
    };
  }

  static BlockFunction times(float number) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] *= number;
      }
    };
  }

  static BlockFunction dividedBy(float number) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] /= number;
      }
    };
  }

  static BlockFunction subtractedFrom(float number) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = number - block[i];
      }
    };
  }

  static BlockFunction dividing(float number) {
    return (block, _, count) -> {
      for (int i = 0; i < count; i++) {
        block[i] = number / block[i];
      }
    };
  }

  private static void widen(float[] block, double[] scratch, int count) {
    for (int i = 0; i < count; i++) {
      scratch[i] = block[i];
    }
  }

  private static void narrow(double[] scratch, float[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = (float) scratch[i];
    }
  }
}
