package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Inverse hyperbolic cosine, NaN below 1. Source: ONNX Acosh-9, 22.
final class Acosh extends ElementwiseUnary {
  Acosh() {
    super(
        Signature.of("Acosh", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Acosh::of;
  }

  /// By `log1p`, so that arguments near 1 keep their digits.
  private static double of(double x) {
    double above = x - 1;
    return x > 1e8 ? Math.log(x) + Math.log(2) : Math.log1p(above + Math.sqrt(above * (above + 2)));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    var root = op.op("Sqrt", op.minus(square, op.number(1)));
    return op.each(op.over(op.gradient(), root));
  }
}
