package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Tangent of radians. Source: ONNX Tan-7, 22.
final class Tan extends ElementwiseUnary {
  Tan() {
    super(Signature.of("Tan", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::tan;
  }
}
