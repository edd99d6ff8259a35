package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sum over axes. Source: ONNX ReduceSum-1, 11, 13.
final class ReduceSum extends Reduction {
  ReduceSum() {
    super("ReduceSum", 13);
  }

  @Override
  boolean adds() {
    return true;
  }

  @Override
  double fold(double[] values, int count) {
    return sum(values, count);
  }

  static double sum(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return spread(op, 1);
  }
}
