package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.plan.Plan;

/// Under which conditions something was measured.
///
/// @param plan what ran
/// @param batch samples that an iteration computes, also those that only fill the last micro-batch
/// @param runs of their own that a network of a fixed batch makes of them when they are not split;
///   1 for all others
/// @param warmups iterations that were run and not measured
/// @param warmUp how it was found to be enough of them
/// @param wallNanos wall time of all measured iterations together, with what lies between them
/// @param load what else the machine did meanwhile
public record Conditions(
    Plan plan, int batch, int runs, int warmups, WarmUp warmUp, long wallNanos, MachineLoad load) {
  /// Why a warm-up ended.
  public enum WarmUp {
    /// As many iterations as were asked for.
    COUNTED,
    /// The times no longer changed.
    SETTLED,
    /// They still did, but it took too long.
    GIVEN_UP
  }
}
