package dev.partitura.engine.planner.shop;

/// The longest task that is ready goes first.
///
/// Source: Graham 1969, doi:10.1137/0117039.
record LongestTask() implements ListPriority {
  @Override
  public String name() {
    return "longest task";
  }

  @Override
  public double[] of(TaskTables tables) {
    return tables.time.clone();
  }
}
