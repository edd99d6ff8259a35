package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// `1 / X`. Source: ONNX Reciprocal-1, 6, 13.
final class Reciprocal extends ElementwiseUnary {
  Reciprocal() {
    super(Signature.of("Reciprocal", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> 1 / x;
  }
}
