package dev.partitura.engine.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Logarithm of the sum over axes. Source: ONNX ReduceLogSum-1, 11, 13, 18.
final class ReduceLogSum extends Reduction {
  ReduceLogSum() {
    super("ReduceLogSum", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return Math.log(ReduceSum.sum(values, count));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return spread(op, op.times(op.gradient(), op.op("Exp", op.op("Neg", op.output()))));
  }
}
