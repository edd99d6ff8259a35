package dev.partitura.engine.planner.shop;

/// CPOP's priority: the task on the longest path of all goes first.
///
/// Source: Topcuoglu et al. 2002, doi:10.1109/71.993206.
record LongestWay() implements ListPriority {
  @Override
  public String name() {
    return "cpop";
  }

  @Override
  public double[] of(TaskTables tables) {
    double[] up = tables.upwardRanks(1);
    double[] down = tables.downwardRanks(1);
    for (int i = 0; i < up.length; i++) {
      up[i] += down[i];
    }
    return up;
  }
}
