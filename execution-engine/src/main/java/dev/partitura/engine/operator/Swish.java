package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `y = x · sigmoid(alpha · x)`, with alpha 1 also called SiLU. Source: Ramachandran et al. 2017,
/// arXiv:1710.05941; ONNX Swish-24.
final class Swish extends ElementwiseUnary {
  Swish() {
    super(
        Signature.of("Swish", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 1)),
        12);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    double alpha = alpha(op);
    return x -> x / (1 + Math.exp(-alpha * x));
  }

  private float alpha(OpContext op) {
    return signature().floatOf(op.attributes(), "alpha");
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var alpha = op.number(alpha(op.context()));
    var gate = op.op("Sigmoid", op.times(op.input(0), alpha));
    var rest = op.times(op.times(op.output(), alpha), op.minus(op.number(1), gate));
    return op.each(op.times(op.gradient(), op.plus(gate, rest)));
  }
}
