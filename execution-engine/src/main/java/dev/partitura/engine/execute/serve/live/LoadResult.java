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
public record LoadResult(
    ServingFigures measured,
    @Nullable ServingFigures predicted,
    Percentiles lagNanos,
    @Nullable Trace trace) {
  /// A generator that comes later than this disturbs what it measures.
  private static final long MOST_LAG_NANOS = 1_000_000;

  /// Whether the generator kept up: 99 of 100 requests came less than a millisecond late.
  public boolean generatorKeptUp() {
    return lagNanos.p99() <= MOST_LAG_NANOS;
  }
}
