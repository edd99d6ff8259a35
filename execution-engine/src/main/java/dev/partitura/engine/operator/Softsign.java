package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = X / (1 + |X|)`. Source: ONNX Softsign-1, 22.
final class Softsign extends ElementwiseUnary {
  Softsign() {
    super(Signature.of("Softsign", Category.ACTIVATION, List.of("X"), 1), 3);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> x / (1 + Math.abs(x));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var wide = op.plus(op.op("Abs", op.input(0)), op.number(1));
    return op.each(op.over(op.over(op.gradient(), wide), wide));
  }
}
