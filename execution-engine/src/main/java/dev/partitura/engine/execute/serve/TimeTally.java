package dev.partitura.engine.execute.serve;

import org.HdrHistogram.Histogram;

/// Counts times as they come. Memory grows with the range of the times, not with their number.
final class TimeTally {
  private static final int DIGITS = 3;

  private final Histogram times = new Histogram(DIGITS);
  private double sum;

  void add(long nanos) {
    times.recordValue(Math.max(0, nanos));
    sum += nanos;
  }

  Percentiles percentiles() {
    return Percentiles.of(times, sum);
  }
}
