package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

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

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.input(0);
    var bent = op.op("Tanh", op.op("Softplus", x));
    var steep = op.minus(op.number(1), op.times(bent, bent));
    var slope = op.plus(bent, op.times(x, op.times(steep, op.op("Sigmoid", x))));
    return op.each(op.times(op.gradient(), slope));
  }
}
