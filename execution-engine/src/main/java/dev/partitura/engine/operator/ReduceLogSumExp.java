package dev.partitura.engine.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Logarithm of the sum of exponentials over axes, shifted by the largest so that none overflows.
/// Source: ONNX ReduceLogSumExp-1, 11, 13, 18.
final class ReduceLogSumExp extends Reduction {
  ReduceLogSumExp() {
    super("ReduceLogSumExp", 18);
  }

  @Override
  double fold(double[] values, int count) {
    return of(values, count);
  }

  static double of(double[] values, int count) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, values[i]);
    }
    double shift = Double.isFinite(most) ? most : 0;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(values[i] - shift);
    }
    return shift + Math.log(sum);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return shared(op, (x, y) -> op.op("Exp", op.minus(x, y)));
  }
}
