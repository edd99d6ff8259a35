package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import java.util.Set;

/// How much faster than one device.
///
/// @param factor throughput over that of the same samples unsplit on one device, both by the median
///   iteration
/// @param efficiency factor per device
public record SpeedUp(double factor, double efficiency) {
  public static final Analysis<SpeedUp> ANALYSIS =
      Analysis.of(
          "speed-up",
          Set.of(Known.MEASURED, Known.UNSPLIT),
          run ->
              of(
                  run.get(Throughput.ANALYSIS),
                  run.get(Unsplit.ANALYSIS).throughput(),
                  run.get(DeviceUse.ANALYSIS).size()),
          SpeedUp::report);

  /// @param devices that the plan uses
  static SpeedUp of(Throughput parallel, Throughput single, int devices) {
    double factor =
        single.samplesPerSecond() == 0
            ? 0
            : parallel.samplesPerSecond() / single.samplesPerSecond();
    return new SpeedUp(factor, devices == 0 ? 0 : factor / devices);
  }

  private void report(ObjectNode report) {
    report.put("speedup", factor);
    report.put("efficiency", efficiency);
  }
}
