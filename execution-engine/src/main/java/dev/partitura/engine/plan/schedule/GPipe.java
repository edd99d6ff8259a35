package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Training: all micro-batches forward and then all backward, first to last, then the update; every
/// stage holds the activations of all of them. Bubble (p-1)/(m+p-1) for p equal stages and m
/// micro-batches. Without a backward the order of [Forward]. Source: Huang et al. 2019,
/// arXiv:1811.06965.
record GPipe() implements Schedule {
  @Override
  public String name() {
    return "gpipe";
  }

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    var order = new ArrayList<List<Action>>();
    var forward = new Forward().forward(problem);
    var backwards = Precedence.of(problem).inOrder().reversed();
    for (int device = 0; device < problem.devices(); device++) {
      var actions = new ArrayList<>(forward.get(device));
      var stages = new ArrayList<>(backwards);
      stages.retainAll(problem.stagesOn(device));
      for (int stage : stages) {
        for (int microBatch = 0; microBatch < problem.actions(Phase.B); microBatch++) {
          actions.add(new Action(stage, Phase.B, microBatch));
        }
      }
      order.add(PipelineSchedule.withUpdates(problem, device, actions));
    }
    return order;
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return BubbleFormula.chunks(problem) == 1
        ? BubbleFormula.filling(problem, problem.microBatches())
        : OptionalDouble.empty();
  }
}
