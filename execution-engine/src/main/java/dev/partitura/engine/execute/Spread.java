package dev.partitura.engine.execute;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Where a number of measurements lie. Quartiles and median are read off between the two nearest
/// measurements, so that the median of an even count is the mean of the two in the middle (Hyndman
/// and Fan 1996, definition 7). All but the count are not a number when there is none.
public record Spread(
    int count,
    double minimum,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double maximum) {
  /// Cost O(n log n); `values` stay as they are.
  public static Spread of(long[] values) {
    var sorted = sorted(values);
    return new Spread(
        sorted.length,
        quantile(sorted, 0),
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        quantile(sorted, 1));
  }

  /// Half the distance of the quartiles as a share of the median: half of all measurements lie no
  /// further from its middle than that. 0 where there is no median.
  public double relative() {
    return median > 0 ? (upperQuartile - lowerQuartile) / 2 / median : 0;
  }

  /// The one median of this program; not a number when there are no values.
  public static double median(long[] values) {
    return quantile(sorted(values), 0.5);
  }

  /// The same of numbers that need not be whole.
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /// @param sorted ascending
  /// @param share 0 for the smallest, 1 for the largest
  public static double quantile(long[] sorted, double share) {
    return quantile(sorted.length, place -> sorted[place], share);
  }

  /// The same of numbers that need be neither whole nor sorted. Cost O(n log n).
  public static double quantile(double[] values, double share) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted.length, place -> sorted[place], share);
  }

  private static double quantile(int count, IntToDoubleFunction sorted, double share) {
    if (count == 0) {
      return Double.NaN;
    }
    double place = share * (count - 1);
    int below = (int) place;
    double low = sorted.applyAsDouble(below);
    double high = sorted.applyAsDouble(Math.min(below + 1, count - 1));
    return low + (place - below) * (high - low);
  }

  private static long[] sorted(long[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
