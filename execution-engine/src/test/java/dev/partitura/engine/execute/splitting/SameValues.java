package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.tensor.Tensor;
import java.util.Map;

/// The rule by which the outputs of two plans are the same: shape and element type, every integer
/// and boolean; a float within [#BOUND] of the largest magnitude of its tensor (of 1 where all are
/// smaller), NaN with NaN, an infinity with the same infinity.
final class SameValues {
  static final double BOUND = 2e-5;

  private SameValues() {}

  /// Empty when they are the same, else where they differ.
  static String difference(Map<String, Tensor> got, Map<String, Tensor> want) {
    if (!got.keySet().equals(want.keySet())) {
      return "outputs are " + got.keySet() + " and not " + want.keySet();
    }
    for (var output : want.entrySet()) {
      var difference = difference(got.get(output.getKey()), output.getValue());
      if (!difference.isEmpty()) {
        return output.getKey() + difference;
      }
    }
    return "";
  }

  private static String difference(Tensor got, Tensor want) {
    if (!got.type().equals(want.type())) {
      return " is " + got.type() + " and not " + want.type();
    }
    double bound = want.dataType().isFloating() ? BOUND * magnitude(want) : 0;
    for (long i = 0; i < want.elementCount(); i++) {
      double one = got.doubleAt(i);
      double other = want.doubleAt(i);
      boolean same =
          Double.isFinite(one) && Double.isFinite(other)
              ? Math.abs(one - other) <= bound
              : Double.compare(one, other) == 0;
      if (!same) {
        return " is " + NetworkText.of(got) + "\n  and not " + NetworkText.of(want);
      }
    }
    return "";
  }

  private static double magnitude(Tensor tensor) {
    double largest = 1;
    for (long i = 0; i < tensor.elementCount(); i++) {
      double value = Math.abs(tensor.doubleAt(i));
      largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
    }
    return largest;
  }
}
