package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hyperbolic sine. Source: ONNX Sinh-9, 22.
final class Sinh extends ElementwiseUnary {
  Sinh() {
    super(Signature.of("Sinh", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::sinh;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Cosh", op.input(0))));
  }
}
