package dev.partitura.engine.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Square root of the sum of squares over axes. Source: ONNX ReduceL2-1, 11, 13, 18.
final class ReduceL2 extends Reduction {
  ReduceL2() {
    super("ReduceL2", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return Math.sqrt(ReduceSumSquare.sumSquare(values, count));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return shared(op, op::overOrZero);
  }
}
