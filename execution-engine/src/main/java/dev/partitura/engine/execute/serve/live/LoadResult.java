package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.trace.Trace;
import org.jspecify.annotations.Nullable;

/// What became of a load.
///
/// @param measured on the server
/// @param predicted by the same queue simulated, at the same times of arrival, with the service
///   times measured when the plan was loaded; null for a closed loop
/// @param lagNanos by how much the generator itself came late
/// @param trace of the first requests; null where none was wanted
/// @param course over time; null where nobody watched
public record LoadResult(
    ServingFigures measured,
    @Nullable ServingFigures predicted,
    Percentiles lagNanos,
    @Nullable Trace trace,
    @Nullable LoadCourse course) {
  /// Share of a latency that may be the generator's own lateness.
  private static final double MOST_SHARE = 0.1;

  /// What any thread takes to wake.
  private static final long MOST_WAKING_NANOS = 50_000;

  /// Whether the generator kept up: its lateness, which counts in every latency, makes no more than
  /// a tenth of them, both at the 99th percentile.
  public boolean generatorKeptUp() {
    return lagNanos.p99()
        <= Math.max(MOST_WAKING_NANOS, MOST_SHARE * measured.latencyNanos().p99());
  }
}
