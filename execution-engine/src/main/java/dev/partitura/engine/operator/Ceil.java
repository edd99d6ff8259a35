package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Smallest whole number not below X. Source: ONNX Ceil-1, 6, 13.
final class Ceil extends ElementwiseUnary {
  Ceil() {
    super(Signature.of("Ceil", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::ceil;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.none());
  }
}
