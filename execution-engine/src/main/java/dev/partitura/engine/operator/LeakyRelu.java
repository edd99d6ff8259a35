package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = X` where X is not negative, else `alpha · X`. Source: ONNX LeakyRelu-1, 6, 16.
final class LeakyRelu extends ElementwiseUnary {
  LeakyRelu() {
    super(
        Signature.of(
            "LeakyRelu", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 0.01f)),
        2);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float alpha = signature().floatOf(op.attributes(), "alpha");
    return x -> x < 0 ? alpha * x : x;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    float alpha = signature().floatOf(op.context().attributes(), "alpha");
    var positive = op.op("Sign", op.op("Relu", op.input(0)));
    var slope = op.plus(op.times(positive, op.number(1 - alpha)), op.number(alpha));
    return op.each(op.times(op.gradient(), slope));
  }
}
