package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.plan.Plan;
import java.util.List;
import java.util.stream.IntStream;

/// Inference: each stage takes the micro-batches as they come, first to last. Bubble (p-1)/(m+p-1)
/// for p equal stages and m micro-batches. Source: the forward half of Huang et al. 2019,
/// arXiv:1811.06965.
record Forward() implements Schedule {
  @Override
  public String name() {
    return Plan.FORWARD;
  }

  @Override
  public List<Action> actions(int stage, int stages, int microBatches) {
    return IntStream.range(0, microBatches)
        .mapToObj(microBatch -> new Action(stage, Phase.F, microBatch))
        .toList();
  }
}
