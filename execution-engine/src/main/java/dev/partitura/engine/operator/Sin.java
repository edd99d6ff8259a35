package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Sine of radians. Source: ONNX Sin-7, 22.
final class Sin extends ElementwiseUnary {
  Sin() {
    super(Signature.of("Sin", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::sin;
  }
}
