package dev.partitura.ui.run;

import java.util.Arrays;

/// The middle of a few measurements.
final class Medians {
  private Medians() {}

  /// Not a number when there are none.
  static double of(long[] nanos) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
