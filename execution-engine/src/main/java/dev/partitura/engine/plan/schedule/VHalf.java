package dev.partitura.engine.plan.schedule;

/// [ZeroBubbleV] in half of the memory: floor(p/2)+1 micro-batches, twice as many chunks, on every
/// device; bubble about p/2m where times are equal. Searched. Source: Qi et al. 2024,
/// arXiv:2405.15362.
record VHalf() implements SearchedSchedule {
  @Override
  public String name() {
    return "v-half";
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
    return 2 * ((pipeline.devices() + 2) / 2);
  }
}
