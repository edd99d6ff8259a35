package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `1 / X`. Source: ONNX Reciprocal-1, 6, 13.
final class Reciprocal extends ElementwiseUnary {
  Reciprocal() {
    super(Signature.of("Reciprocal", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> 1 / x;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.op("Neg", op.times(op.gradient(), op.times(op.output(), op.output()))));
  }
}
