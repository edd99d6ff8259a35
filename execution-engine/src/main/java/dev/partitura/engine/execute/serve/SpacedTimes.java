package dev.partitura.engine.execute.serve;

import java.util.function.DoubleSupplier;

/// Times with drawn gaps between them, the first gap before the first. The sum is kept in seconds,
/// so that rounding to nanoseconds does not add up.
final class SpacedTimes implements Arrivals.Times {
  private final DoubleSupplier gapSeconds;
  private double seconds;

  SpacedTimes(DoubleSupplier gapSeconds) {
    this.gapSeconds = gapSeconds;
  }

  @Override
  public long next() {
    seconds += gapSeconds.getAsDouble();
    return Math.round(seconds * Arrivals.NANOS);
  }
}
