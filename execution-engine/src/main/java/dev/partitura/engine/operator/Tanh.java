package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hyperbolic tangent. Source: ONNX Tanh-1, 6, 13.
final class Tanh extends ElementwiseUnary {
  Tanh() {
    super(Signature.of("Tanh", Category.ACTIVATION, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::tanh;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.times(op.gradient(), op.minus(op.number(1), op.times(op.output(), op.output()))));
  }
}
