package dev.partitura.engine.planner.graph;

import java.util.List;

/// Jobs whose operations follow one another, each on a machine of its own choice that does one at a
/// time. A job may come back to a machine.
///
/// @param machines that there are
/// @param jobs operations of each job, in their order
public record JobShop(int machines, List<List<Operation>> jobs) implements PlannableGraph {
  public JobShop {
    jobs = jobs.stream().map(List::copyOf).toList();
  }

  /// One operation.
  ///
  /// @param machine from 0
  /// @param duration whole units of time, from 0
  public record Operation(int machine, long duration) {}
}
