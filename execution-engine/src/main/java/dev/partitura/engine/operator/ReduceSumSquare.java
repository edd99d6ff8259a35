package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sum of squares over axes. Source: ONNX ReduceSumSquare-1, 11, 13, 18.
final class ReduceSumSquare extends Reduction {
  ReduceSumSquare() {
    super("ReduceSumSquare", 18);
  }

  @Override
  boolean adds() {
    return true;
  }

  @Override
  double fold(double[] values, int count) {
    return sumSquare(values, count);
  }

  static double sumSquare(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return shared(op, (x, _) -> op.times(x, op.number(2)));
  }
}
