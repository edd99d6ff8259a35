package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// `Y = X` where X is not negative, else `alpha · (e^X - 1)`. Source: ONNX Elu-1, 6, 22.
final class Elu extends ElementwiseUnary {
  Elu() {
    super(
        Signature.of("Elu", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 1)),
        10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float alpha = op.attributes().floatOr("alpha", 1);
    return x -> x < 0 ? alpha * Math.expm1(x) : x;
  }
}
