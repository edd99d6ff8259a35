package dev.partitura.engine.analysis;

import org.HdrHistogram.Histogram;

/// How long micro-batches took from the start of their iteration to their end, in nanoseconds.
/// Percentiles carry three digits.
public record Latency(long count, long p50, long p95, long p99, long max) {
  public static final Latency NONE = new Latency(0, 0, 0, 0, 0);

  public static Latency of(long[] nanos) {
    if (nanos.length == 0) {
      return NONE;
    }
    var histogram = new Histogram(3);
    long max = 0;
    for (long latency : nanos) {
      histogram.recordValue(Math.max(0, latency));
      max = Math.max(max, latency);
    }
    return new Latency(
        nanos.length, at(histogram, 50, max), at(histogram, 95, max), at(histogram, 99, max), max);
  }

  private static long at(Histogram histogram, double percentile, long max) {
    return Math.min(max, histogram.getValueAtPercentile(percentile));
  }
}
