package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = max(X, 0)`, elementwise; a NaN stays NaN. Source: ONNX Relu-1, 6, 13, 14.
final class Relu extends ElementwiseUnary {
  Relu() {
    super(Signature.of("Relu", Category.ACTIVATION, List.of("X"), 1), 1);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(
        Trait.BEHIND_HEAD, Trait.ENDS_CHAIN, Trait.RECTIFIER, Trait.IN_CHAIN, Trait.COMMON);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> Math.max(x, 0);
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    return x -> Math.max(x, 0);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Sign", op.output())));
  }
}
