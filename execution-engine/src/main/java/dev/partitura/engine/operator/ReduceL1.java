package dev.partitura.engine.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sum of absolute values over axes. Source: ONNX ReduceL1-1, 11, 13, 18.
final class ReduceL1 extends Reduction {
  ReduceL1() {
    super("ReduceL1", 18);
  }

  @Override
  boolean adds() {
    return true;
  }

  @Override
  double fold(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(values[i]);
    }
    return sum;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return shared(op, (x, _) -> op.op("Sign", x));
  }
}
