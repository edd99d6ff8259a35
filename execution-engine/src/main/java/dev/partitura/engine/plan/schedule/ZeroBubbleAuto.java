package dev.partitura.engine.plan.schedule;

import java.util.List;

/// The best order found within the memory of the devices: one chunk a device, or two laid as a V;
/// at least as good as [ZeroBubbleH1], [ZeroBubbleH2] and [ZeroBubbleVGreedy] where they fit. Up to
/// what [OneForwardOneBackward] holds, chunks count until the gradients of their weights are done.
/// Above it they count until those of their inputs are, and what the weights' still need is held
/// longer, of as few as will do: the rates published for twice the memory cannot be had where that
/// must fit too, since the last device then has to do early what fills its end. Source: the
/// heuristic search of Qi et al. 2023, arXiv:2401.10241, in kind.
record ZeroBubbleAuto() implements SearchedSchedule {
  @Override
  public String name() {
    return "zb-auto";
  }

  @Override
  public Placement placement(int chunks) {
    return chunks == 2 ? Placement.V : Placement.LOOPED;
  }

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public int limit(Pipeline pipeline) {
    int open = open(pipeline);
    return open <= pipeline.row().size() ? open : pipeline.chunks() * pipeline.microBatches();
  }

  @Override
  public int open(Pipeline pipeline) {
    int chunks = pipeline.chunks();
    return pipeline.problem().places().stream()
        .mapToInt(place -> Math.min(place.mostChunks(chunks), chunks * pipeline.microBatches()))
        .min()
        .orElse(chunks);
  }

  @Override
  public List<List<List<Action>>> known(Pipeline pipeline) {
    var problem = pipeline.problem().withoutUpdates();
    return switch (pipeline.chunks()) {
      case 1 -> List.of(new ZeroBubbleH1().order(problem), new ZeroBubbleH2().order(problem));
      case 2 -> List.of(ZeroBubbleVGreedy.order(pipeline));
      default -> List.of();
    };
  }
}
