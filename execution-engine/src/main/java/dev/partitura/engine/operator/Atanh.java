package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Inverse hyperbolic tangent, NaN outside `[-1, 1]`. Source: ONNX Atanh-9, 22.
final class Atanh extends ElementwiseUnary {
  Atanh() {
    super(
        Signature.of("Atanh", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> Math.copySign(Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))) / 2, x);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    return op.each(op.over(op.gradient(), op.minus(op.number(1), square)));
  }
}
