package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// `Y = X · tanh(softplus(X))`. Source: ONNX Mish-18, 22; Misra 2019, arXiv:1908.08681.
final class Mish extends ElementwiseUnary {
  Mish() {
    super(Signature.of("Mish", Category.ACTIVATION, List.of("X"), 1), 20);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> x * Math.tanh(Softplus.of(x));
  }
}
