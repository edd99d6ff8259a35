package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `e^X`. Source: ONNX Exp-1, 6, 13.
final class Exp extends ElementwiseUnary {
  Exp() {
    super(Signature.of("Exp", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::exp;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.output()));
  }
}
