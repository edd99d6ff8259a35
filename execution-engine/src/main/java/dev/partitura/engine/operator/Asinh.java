package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Inverse hyperbolic sine. Source: ONNX Asinh-9, 22.
final class Asinh extends ElementwiseUnary {
  Asinh() {
    super(
        Signature.of("Asinh", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Asinh::of;
  }

  /// By `log1p`, so that small arguments keep their digits.
  private static double of(double x) {
    double size = Math.abs(x);
    double value =
        size > 1e8
            ? Math.log(size) + Math.log(2)
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(value, x);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    var root = op.op("Sqrt", op.plus(square, op.number(1)));
    return op.each(op.over(op.gradient(), root));
  }
}
