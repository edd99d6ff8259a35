package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.Spread;
import java.util.Arrays;
import java.util.Set;

/// How long micro-batches took from the start of their iteration to their end, in nanoseconds.
public record Latency(long count, long p50, long p95, long p99, long max) {
  public static final Analysis<Latency> ANALYSIS =
      Analysis.of(
          "latency",
          Set.of(Known.MEASURED),
          run -> of(run.measured().latencyNanos()),
          Latency::report);

  public static final Latency NONE = new Latency(0, 0, 0, 0, 0);

  /// A percentile says something when at least one measurement lies beyond it.
  private static final int FEWEST_FOR_P95 = 20;

  private static final int FEWEST_FOR_P99 = 100;

  /// Cost O(n log n).
  static Latency of(long[] nanos) {
    if (nanos.length == 0) {
      return NONE;
    }
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(
        sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
  }

  private void report(ObjectNode report) {
    report
        .putObject("latencyNanos")
        .put("count", count)
        .put("p50", p50)
        .put("p95", p95)
        .put("p99", p99)
        .put("max", max);
  }

  private static long at(long[] sorted, double share) {
    return Math.round(Spread.quantile(sorted, share));
  }

  /// Whether there are enough for [#p95] to differ from [#max].
  public boolean tellsP95() {
    return count >= FEWEST_FOR_P95;
  }

  /// Whether there are enough for [#p99] to differ from [#max].
  public boolean tellsP99() {
    return count >= FEWEST_FOR_P99;
  }
}
