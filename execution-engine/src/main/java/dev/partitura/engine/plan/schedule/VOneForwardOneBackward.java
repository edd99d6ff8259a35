package dev.partitura.engine.plan.schedule;

/// Two chunks a device laid as a V, both gradients as one: as much memory as
/// [OneForwardOneBackward] (2p chunks), but the same on every device, and half of its bubble.
/// Searched. Source: Qi et al. 2024, arXiv:2405.15362, without the gradients of weights apart.
record VOneForwardOneBackward() implements SearchedSchedule {
  @Override
  public String name() {
    return "v-1f1b";
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
  public boolean splitsBackward() {
    return false;
  }

  @Override
  public int limit(Pipeline pipeline) {
    return 2 * pipeline.devices();
  }
}
