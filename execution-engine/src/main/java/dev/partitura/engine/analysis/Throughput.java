package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Spread;

/// How long an iteration takes and how many samples a second that makes; rates are 0 when no
/// iteration ran to its end.
///
/// @param makespanNanos end of the trace, which is that of the iteration of median duration
/// @param samplesPerSecond by the median duration of the measured iterations: what the machine does
///   when nothing comes between
/// @param overWallPerSecond all measured samples over the wall time they took: what it really did
public record Throughput(long makespanNanos, double samplesPerSecond, double overWallPerSecond) {
  public static Throughput of(RunResult result) {
    double median = Spread.median(result.iterationNanos());
    double samples = (double) result.samples() * result.iterationNanos().length;
    long wall = result.conditions().wallNanos();
    return new Throughput(
        result.trace().durationNanos(),
        median > 0 ? result.samples() * 1e9 / median : 0,
        wall > 0 ? samples * 1e9 / wall : 0);
  }
}
