package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Tangent of radians. Source: ONNX Tan-7, 22.
final class Tan extends ElementwiseUnary {
  Tan() {
    super(Signature.of("Tan", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::tan;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.output(), op.output());
    return op.each(op.times(op.gradient(), op.plus(square, op.number(1))));
  }
}
