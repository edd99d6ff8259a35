package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// `Y = X · max(0, min(1, X / 6 + 1 / 2))`. Source: ONNX HardSwish-14, 22; Howard et al. 2019,
/// arXiv:1905.02244.
final class HardSwish extends ElementwiseUnary {
  HardSwish() {
    super(Signature.of("HardSwish", Category.ACTIVATION, List.of("X"), 1), 5);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
  }
}
