package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Cosine of radians. Source: ONNX Cos-7, 22.
final class Cos extends ElementwiseUnary {
  Cos() {
    super(Signature.of("Cos", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::cos;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.op("Neg", op.times(op.gradient(), op.op("Sin", op.input(0)))));
  }
}
