package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Cosine of radians. Source: ONNX Cos-7, 22.
final class Cos extends ElementwiseUnary {
  Cos() {
    super(Signature.of("Cos", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::cos;
  }
}
