package dev.partitura.engine.cluster;

import java.util.OptionalDouble;

/// What else a machine did while something was measured on it; empty where it does not tell.
///
/// @param average threads that wanted a core, over the last minute
/// @param othersShare share of all cores' time that other processes took, 0 to 1
public record MachineLoad(OptionalDouble average, OptionalDouble othersShare) {
  public static final MachineLoad UNKNOWN =
      new MachineLoad(OptionalDouble.empty(), OptionalDouble.empty());

  /// From this share on others may have changed what was measured.
  private static final double BUSY = 0.1;

  /// Whether other programs took so much of the machine that what was measured meanwhile is to be
  /// taken with care.
  public boolean isBusy() {
    return othersShare.orElse(0) >= BUSY;
  }
}
