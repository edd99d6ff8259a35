package dev.partitura.engine.plan.schedule;

import java.util.List;

/// Two chunks a device laid as a V and the gradients of the weights apart: as much memory as
/// [OneForwardOneBackward] (2p chunks on every device), and no bubble where times are equal.
/// Searched, and no worse than [ZeroBubbleVGreedy]. Source: Qi et al. 2023, arXiv:2401.10241.
record ZeroBubbleV() implements SearchedSchedule {
  @Override
  public String name() {
    return "zb-v";
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
    return 2 * pipeline.devices();
  }

  @Override
  public List<List<List<Action>>> known(Pipeline pipeline) {
    return List.of(ZeroBubbleVGreedy.order(pipeline));
  }
}
