package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Hyperbolic tangent. Source: ONNX Tanh-1, 6, 13.
final class Tanh extends ElementwiseUnary {
  Tanh() {
    super(Signature.of("Tanh", Category.ACTIVATION, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::tanh;
  }
}
