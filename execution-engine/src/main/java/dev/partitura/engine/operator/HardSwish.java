package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

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

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var one = op.number(1);
    var line = op.plus(op.times(op.input(0), op.number(1.0 / 6)), op.number(0.5));
    var raised = op.op("Relu", line);
    var share = op.minus(raised, op.op("Relu", op.minus(raised, one)));
    var between = op.times(op.positive(line), op.positive(op.minus(one, line)));
    var rest = op.times(op.times(between, op.input(0)), op.number(1.0 / 6));
    return op.each(op.times(op.gradient(), op.plus(share, rest)));
  }
}
