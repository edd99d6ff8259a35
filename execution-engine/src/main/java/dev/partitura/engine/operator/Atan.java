package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Arc tangent in radians. Source: ONNX Atan-7, 22.
final class Atan extends ElementwiseUnary {
  Atan() {
    super(Signature.of("Atan", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::atan;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    return op.each(op.over(op.gradient(), op.plus(square, op.number(1))));
  }
}
