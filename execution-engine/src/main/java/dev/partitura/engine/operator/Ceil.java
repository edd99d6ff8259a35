package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Smallest whole number not below X. Source: ONNX Ceil-1, 6, 13.
final class Ceil extends ElementwiseUnary {
  Ceil() {
    super(Signature.of("Ceil", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::ceil;
  }
}
