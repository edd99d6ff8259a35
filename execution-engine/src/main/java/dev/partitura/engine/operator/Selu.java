package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = gamma · X` where X is positive, else `gamma · alpha · (e^X - 1)`. Source: ONNX Selu-1, 6,
/// 22; Klambauer et al. 2017, arXiv:1706.02515.
final class Selu extends ElementwiseUnary {
  private static final float ALPHA = 1.6732632f;
  private static final float GAMMA = 1.050701f;

  Selu() {
    super(
        Signature.of(
            "Selu",
            Category.ACTIVATION,
            List.of("X"),
            1,
            Parameter.ofFloat("alpha", ALPHA),
            Parameter.ofFloat("gamma", GAMMA)),
        10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    boolean first = op.opset() < 6;
    double alpha = op.attributes().floatOr("alpha", first ? 1.6732f : ALPHA);
    double gamma = op.attributes().floatOr("gamma", first ? 1.0507f : GAMMA);
    return x -> x > 0 ? gamma * x : gamma * alpha * Math.expm1(x);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    boolean first = op.context().opset() < 6;
    double alpha = op.context().attributes().floatOr("alpha", first ? 1.6732f : ALPHA);
    double gamma = op.context().attributes().floatOr("gamma", first ? 1.0507f : GAMMA);
    var below = op.times(op.number(gamma * alpha), Elu.exponential(op, 1));
    var slope = Elu.either(op, op.positive(op.input(0)), op.number(gamma), below);
    return op.each(op.times(op.gradient(), slope));
  }
}
