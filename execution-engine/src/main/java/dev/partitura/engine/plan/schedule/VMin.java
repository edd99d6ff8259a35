package dev.partitura.engine.plan.schedule;

/// [ZeroBubbleV] in a third of the memory: floor((p+4)/3) micro-batches, twice as many chunks, on
/// every device; bubble about 2p/3m where times are equal. Searched. Source: Qi et al. 2024,
/// arXiv:2405.15362.
record VMin() implements SearchedSchedule {
  @Override
  public String name() {
    return "v-min";
  }

  @Override
  public Placement placement(int chunks) {
    return Placement.V;
  }

  @Override
  public int chunks() {
    return 2;
  }

  @Override
  public int limit(Pipeline pipeline) {
    return 2 * ((pipeline.devices() + 4) / 3);
  }
}
