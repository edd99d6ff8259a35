package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Square root; of a negative number NaN. Source: ONNX Sqrt-1, 6, 13.
final class Sqrt extends ElementwiseUnary {
  Sqrt() {
    super(Signature.of("Sqrt", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::sqrt;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.over(op.times(op.gradient(), op.number(0.5)), op.output()));
  }
}
