package dev.partitura.engine.planner;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a plan is asked for.
///
/// @param devices accelerators, or processors; empty: as many as the file states
/// @param cpus beside accelerators; empty: as many as the file states
/// @param bytes memory of an accelerator; empty: as much as the file states
/// @param objective what to make small; null: what suits the graph
/// @param contiguous whether data may never come back to a device that it has left
public record PlanRequest(
    OptionalInt devices,
    OptionalInt cpus,
    OptionalDouble bytes,
    @Nullable Objective objective,
    boolean contiguous) {

  /// What to make small: the time between two samples, that of one, or the memory of the device
  /// that takes most.
  public enum Objective {
    THROUGHPUT,
    LATENCY,
    MEMORY
  }
}
