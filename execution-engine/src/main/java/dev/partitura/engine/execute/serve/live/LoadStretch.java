package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Percentiles;

/// What a server did in a short stretch of a load.
///
/// @param fromNanos on the server's clock, from when requests may be due
/// @param latencyNanos of the requests that were answered in it
/// @param late of those, after their deadline
/// @param shed requests that were sent away in it
/// @param waiting requests in the queue at its end
/// @param batches that ended in it
/// @param requests of those batches
/// @param instances busy share of each instance
/// @param devices computing share of each device, in the order of [LoadCourse#devices]
public record LoadStretch(
    long fromNanos,
    long untilNanos,
    Percentiles latencyNanos,
    long late,
    long shed,
    int waiting,
    long batches,
    long requests,
    double[] instances,
    double[] devices) {
  public long answered() {
    return latencyNanos.count();
  }

  /// Requests of a batch in the mean; 0 where none ended.
  public double meanBatch() {
    return batches == 0 ? 0 : (double) requests / batches;
  }

  public double seconds() {
    return (untilNanos - fromNanos) / 1e9;
  }
}
