package dev.partitura.engine.execute.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/// How long something took for all requests, in nanoseconds. Percentiles are exact to 0.1 %, the
/// mean is that of the exact times.
public record Percentiles(
    long count, double mean, long p50, long p90, long p95, long p99, long p999, long max) {

  static Percentiles of(Histogram times, double sum) {
    long count = times.getTotalCount();
    return new Percentiles(
        count,
        count == 0 ? 0 : sum / count,
        at(times, 50),
        at(times, 90),
        at(times, 95),
        at(times, 99),
        at(times, 99.9),
        times.getMaxValue());
  }

  private static long at(Histogram times, double percentile) {
    return times.getTotalCount() == 0
        ? 0
        : Math.min(times.getMaxValue(), times.getValueAtPercentile(percentile));
  }

  /// Under these names: mean, p50, p90, p95, p99, p999, max.
  public void put(ObjectNode into) {
    into.put("mean", mean)
        .put("p50", p50)
        .put("p90", p90)
        .put("p95", p95)
        .put("p99", p99)
        .put("p999", p999)
        .put("max", max);
  }
}
