package dev.partitura.engine.execute.serve.formula;

import java.util.function.DoubleUnaryOperator;

/// Inverts a tail by bisection, to as many digits as a double has.
final class Quantile {
  private static final int HALVINGS = 200;
  private static final double LONGEST = 1e12;

  private Quantile() {}

  /// @param tail share that lies beyond, never rising
  /// @return the least value beyond which at most `1 - share` lie; not a number where the tail is
  ///   none
  static double of(DoubleUnaryOperator tail, double share) {
    double beyond = 1 - share;
    double first = tail.applyAsDouble(0);
    if (Double.isNaN(first)) {
      return Double.NaN;
    }
    if (first <= beyond) {
      return 0;
    }
    double high = 1e-9;
    while (tail.applyAsDouble(high) > beyond) {
      high *= 2;
      if (high > LONGEST) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double low = high / 2;
    if (tail.applyAsDouble(low) <= beyond) {
      low = 0;
    }
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (tail.applyAsDouble(middle) > beyond) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
