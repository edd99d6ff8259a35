package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = max(0, X) + min(0, alpha · (e^(X / alpha) - 1))`. Source: ONNX Celu-12.
final class Celu extends ElementwiseUnary {
  Celu() {
    super(
        Signature.of("Celu", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 1)),
        10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    double alpha = signature().floatOf(op.attributes(), "alpha");
    return x -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    double alpha = signature().floatOf(op.context().attributes(), "alpha");
    return op.each(op.times(op.gradient(), Elu.exponential(op, alpha)));
  }
}
