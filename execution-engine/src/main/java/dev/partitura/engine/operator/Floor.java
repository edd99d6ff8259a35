package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Largest whole number not above X. Source: ONNX Floor-1, 6, 13.
final class Floor extends ElementwiseUnary {
  Floor() {
    super(Signature.of("Floor", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::floor;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.none());
  }
}
