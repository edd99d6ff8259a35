package dev.partitura.engine.planner.shop;

/// Which of the tasks that are ready a list scheduler takes first.
interface ListPriority {
  String name();

  /// Of each task; the greatest goes first.
  double[] of(TaskTables tables);
}
