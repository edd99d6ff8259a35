package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Natural logarithm. Source: ONNX Log-1, 6, 13.
final class Log extends ElementwiseUnary {
  Log() {
    super(Signature.of("Log", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::log;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.over(op.gradient(), op.input(0)));
  }
}
