package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.RunResult;

/// What was read off the clock during a run. Arrays are not copied; do not write to them.
///
/// @param iterationNanos wall time of each measured iteration, in order
/// @param latencyNanos from the start of an iteration to the end of each of its micro-batches
/// @param samples of one iteration
/// @param cancelled before all iterations had run
public record Measured(
    long[] iterationNanos,
    long[] latencyNanos,
    int samples,
    boolean cancelled,
    Conditions conditions) {
  static Measured of(RunResult result) {
    return new Measured(
        result.iterationNanos(),
        result.latencyNanos(),
        result.samples(),
        result.cancelled(),
        result.conditions());
  }
}
