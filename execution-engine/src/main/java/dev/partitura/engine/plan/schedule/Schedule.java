package dev.partitura.engine.plan.schedule;

import java.util.List;

/// The order in which each stage takes its micro-batches. Compute order only: lowering adds
/// transfers and dependencies.
public interface Schedule {
  /// The word in plan files.
  String name();

  /// What `stage` does, first to last; every micro-batch exactly once in each phase the schedule
  /// knows.
  List<Action> actions(int stage, int stages, int microBatches);
}
