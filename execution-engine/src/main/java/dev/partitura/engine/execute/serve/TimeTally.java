package dev.partitura.engine.execute.serve;

import org.HdrHistogram.Histogram;

/// Counts times as they come. Memory grows with the range of the times, not with their number.
public final class TimeTally {
  private static final int DIGITS = 3;

  private final Histogram times = new Histogram(DIGITS);
  private double sum;

  public void add(long nanos) {
    times.recordValue(Math.max(0, nanos));
    sum += nanos;
  }

  public Percentiles percentiles() {
    return Percentiles.of(times, sum);
  }
}
