package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = 1 / (1 + e^-X)`. Source: ONNX Sigmoid-1, 6, 13.
final class Sigmoid extends ElementwiseUnary {
  Sigmoid() {
    super(Signature.of("Sigmoid", Category.ACTIVATION, List.of("X"), 1), 10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN, Trait.COMMON);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> 1 / (1 + Math.exp(-x));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.times(op.gradient(), op.times(op.output(), op.minus(op.number(1), op.output()))));
  }
}
