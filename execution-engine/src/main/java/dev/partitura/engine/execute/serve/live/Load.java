package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;

/// What a server is put under.
///
/// @param scenario how the load is made: server is the open loop of `arrivals`, the others need
///   none
/// @param seconds that count
/// @param warmupSeconds before them
/// @param traced requests of which a trace is kept
public record Load(
    LoadScenario scenario,
    Arrivals arrivals,
    QueueSettings settings,
    double seconds,
    double warmupSeconds,
    long seed,
    int traced) {
  public Load {
    if (!(seconds > 0) || !(warmupSeconds >= 0)) {
      throw new IllegalArgumentException(
          "No load lasts " + seconds + " s after " + warmupSeconds + " s");
    }
  }

  /// From when on requests count, in nanoseconds from the start.
  public long warmupNanos() {
    return Math.round(warmupSeconds * Arrivals.NANOS);
  }

  /// Until when requests are made.
  public long untilNanos() {
    return warmupNanos() + Math.round(seconds * Arrivals.NANOS);
  }

  /// The same at another rate.
  public Load withRate(double perSecond) {
    return new Load(
        scenario, arrivals.withRate(perSecond), settings, seconds, warmupSeconds, seed, traced);
  }
}
