package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = X` where X exceeds `alpha`, else 0. Source: ONNX ThresholdedRelu-10, 22.
final class ThresholdedRelu extends ElementwiseUnary {
  ThresholdedRelu() {
    super(
        Signature.of(
            "ThresholdedRelu", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 1)),
        1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float alpha = signature().floatOf(op.attributes(), "alpha");
    return x -> x > alpha || Double.isNaN(x) ? x : 0;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var alpha = op.number(signature().floatOf(op.context().attributes(), "alpha"));
    return op.each(op.times(op.gradient(), op.positive(op.minus(op.input(0), alpha))));
  }
}
