package dev.partitura.engine.operator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// 1 at the first largest element along an axis, 0 elsewhere; a NaN is the largest. Source: ONNX
/// Hardmax-1, 11, 13.
final class Hardmax extends AlongAxis {
  Hardmax() {
    super("Hardmax", 1);
  }

  @Override
  void apply(double[] vector) {
    int best = 0;
    for (int i = 1; i < vector.length; i++) {
      boolean larger = vector[i] > vector[best] || Double.isNaN(vector[i]);
      best = larger && !Double.isNaN(vector[best]) ? i : best;
    }
    Arrays.fill(vector, 0);
    vector[best] = 1;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.none());
  }
}
