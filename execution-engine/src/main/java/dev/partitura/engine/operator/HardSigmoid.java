package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = max(0, min(1, alpha · X + beta))`. Source: ONNX HardSigmoid-1, 6, 22.
final class HardSigmoid extends ElementwiseUnary {
  HardSigmoid() {
    super(
        Signature.of(
            "HardSigmoid",
            Category.ACTIVATION,
            List.of("X"),
            1,
            Parameter.ofFloat("alpha", 0.2f),
            Parameter.ofFloat("beta", 0.5f)),
        4);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float alpha = signature().floatOf(op.attributes(), "alpha");
    float beta = signature().floatOf(op.attributes(), "beta");
    return x -> Math.max(0, Math.min(1, alpha * x + beta));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    float alpha = signature().floatOf(op.context().attributes(), "alpha");
    var y = op.output();
    var between = op.times(op.positive(y), op.positive(op.minus(op.number(1), y)));
    return op.each(op.times(op.gradient(), op.times(between, op.number(alpha))));
  }
}
