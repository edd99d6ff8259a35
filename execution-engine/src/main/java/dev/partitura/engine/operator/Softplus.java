package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = ln(e^X + 1)`. Source: ONNX Softplus-1, 22.
final class Softplus extends ElementwiseUnary {
  Softplus() {
    super(Signature.of("Softplus", Category.ACTIVATION, List.of("X"), 1), 10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Softplus::of;
  }

  /// Written so that no large X overflows.
  static double of(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Sigmoid", op.input(0))));
  }
}
