package dev.partitura.engine.planner.shop;

/// HEFT: the task with the longest way to the end goes first.
///
/// Source: Topcuoglu et al. 2002, doi:10.1109/71.993206.
record UpwardRank() implements ListPriority {
  @Override
  public String name() {
    return "heft";
  }

  @Override
  public double[] of(TaskTables tables) {
    return tables.upwardRanks(1);
  }
}
