package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The error function. Source: ONNX Erf-9, 13. Calculated by its series near zero and by a
/// continued fraction of the complement farther out, to about 1e-15 (Abramowitz and Stegun 7.1.6,
/// 7.1.14).
final class Erf extends ElementwiseUnary {
  private static final double SERIES_UP_TO = 2.5;
  private static final double ONE_FROM = 6;
  private static final double ZERO_FROM = 27;

  Erf() {
    super(Signature.of("Erf", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 20);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Erf::of;
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    return x -> (long) of(x);
  }

  static double of(double x) {
    double size = Math.abs(x);
    if (!(size < ONE_FROM)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    return size < SERIES_UP_TO ? series(x) : Math.signum(x) * (1 - complement(size));
  }

  /// `1 - erf(x)`, exact to about 1e-14 of itself also where little is left of it.
  static double complementOf(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    return x < SERIES_UP_TO ? 1 - of(x) : x < ZERO_FROM ? complement(x) : 0;
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 0; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 3);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double complement(double x) {
    double fraction = x;
    for (int n = 60; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    var slope = op.times(op.op("Exp", op.op("Neg", square)), op.number(2 / Math.sqrt(Math.PI)));
    return op.each(op.times(op.gradient(), slope));
  }
}
