package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Natural logarithm. Source: ONNX Log-1, 6, 13.
final class Log extends ElementwiseUnary {
  Log() {
    super(Signature.of("Log", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::log;
  }
}
