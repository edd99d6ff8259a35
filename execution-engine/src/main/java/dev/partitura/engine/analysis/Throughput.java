package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.RunResult;
import java.util.Arrays;

/// How long an iteration takes and how many samples a second that makes.
///
/// @param makespanNanos end of the trace, which is that of the iteration of median duration
/// @param samplesPerSecond by the median duration of the measured iterations; 0 when none ran to
///   its end
public record Throughput(long makespanNanos, double samplesPerSecond) {
  public static Throughput of(RunResult result) {
    var sorted = result.iterationNanos().clone();
    Arrays.sort(sorted);
    long median = sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    return new Throughput(
        result.trace().durationNanos(), median == 0 ? 0 : result.samples() * 1e9 / median);
  }
}
