package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Largest whole number not above X. Source: ONNX Floor-1, 6, 13.
final class Floor extends ElementwiseUnary {
  Floor() {
    super(Signature.of("Floor", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::floor;
  }
}
