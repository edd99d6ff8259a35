package dev.partitura.engine.analysis;

/// How much faster than one device.
///
/// @param factor throughput over that of the same samples unsplit on one device, both by the median
///   iteration
/// @param efficiency factor per device
public record SpeedUp(double factor, double efficiency) {
  /// @param devices that the plan uses
  public static SpeedUp of(Throughput parallel, Throughput single, int devices) {
    double factor =
        single.samplesPerSecond() == 0
            ? 0
            : parallel.samplesPerSecond() / single.samplesPerSecond();
    return new SpeedUp(factor, devices == 0 ? 0 : factor / devices);
  }
}
