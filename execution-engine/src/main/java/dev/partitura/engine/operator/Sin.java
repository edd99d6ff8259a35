package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Sine of radians. Source: ONNX Sin-7, 22.
final class Sin extends ElementwiseUnary {
  Sin() {
    super(Signature.of("Sin", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::sin;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Cos", op.input(0))));
  }
}
