package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Nearest whole number, halves to the even one. Source: ONNX Round-11, 22.
final class Round extends ElementwiseUnary {
  Round() {
    super(Signature.of("Round", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::rint;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.none());
  }
}
