package dev.partitura.engine.planner.shop;

/// The task for which the most others wait directly goes first, so that many are ready soon.
record PeakFirst() implements ListPriority {
  @Override
  public String name() {
    return "peak first";
  }

  @Override
  public double[] of(TaskTables tables) {
    var waiting = new double[tables.count];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = tables.after[i].length;
    }
    return waiting;
  }
}
