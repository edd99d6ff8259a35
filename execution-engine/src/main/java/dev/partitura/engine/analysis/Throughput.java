package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.Spread;
import java.util.Set;

/// How many samples a second; 0 when no iteration ran to its end.
///
/// @param samplesPerSecond by the median duration of the measured iterations: what the machine does
///   when nothing comes between
/// @param overWallPerSecond all measured samples over the wall time they took: what it really did
public record Throughput(double samplesPerSecond, double overWallPerSecond) {
  public static final Analysis<Throughput> ANALYSIS =
      Analysis.of(
          "throughput",
          Set.of(Known.MEASURED),
          run -> of(run.measured(), run.get(Iterations.ANALYSIS)),
          Throughput::report);

  static Throughput of(Measured measured, Spread iterations) {
    long wall = measured.conditions().wallNanos();
    double samples = (double) measured.samples() * iterations.count();
    return new Throughput(
        iterations.median() > 0 ? measured.samples() * 1e9 / iterations.median() : 0,
        wall > 0 ? samples * 1e9 / wall : 0);
  }

  private void report(ObjectNode report) {
    report.put("throughputPerSecond", samplesPerSecond);
    report.put("throughputOverWallPerSecond", overWallPerSecond);
  }
}
