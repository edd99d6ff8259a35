package dev.partitura.engine.planner.shop;

/// The task with the most work on its way to the end goes first, whatever its values cost.
record BottomLevel() implements ListPriority {
  @Override
  public String name() {
    return "bottom level";
  }

  @Override
  public double[] of(TaskTables tables) {
    return tables.upwardRanks(0);
  }
}
