package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// Training: a stage takes one micro-batch backward for each that it takes forward, as soon as the
/// stages behind it let it, so that stage s of p holds the activations of at most p-s micro-batches
/// and the bubble is that of [GPipe]. One stage a device. Source: Narayanan et al. 2021,
/// arXiv:2006.09503 (PipeDream-Flush).
record OneForwardOneBackward() implements Schedule {
  @Override
  public String name() {
    return "1f1b";
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    if (!problem.phases().contains(Phase.B)) {
      return new Forward().forward(problem);
    }
    int microBatches = problem.microBatches();
    var stages = Precedence.of(problem).inOrder();
    var order = new ArrayList<List<Action>>();
    for (int device = 0; device < problem.devices(); device++) {
      var own = problem.stagesOn(device);
      if (own.size() > 1) {
        throw ProblemException.of("schedule.stages.shared", "", name(), own);
      }
      var actions = new ArrayList<Action>();
      for (int stage : own) {
        int ahead = Math.min(microBatches, stages.size() - stages.indexOf(stage) - 1);
        for (int microBatch = 0; microBatch < microBatches + ahead; microBatch++) {
          if (microBatch < microBatches) {
            actions.add(new Action(stage, Phase.F, microBatch));
          }
          if (microBatch >= ahead) {
            actions.add(new Action(stage, Phase.B, microBatch - ahead));
          }
        }
        actions.add(new Action(stage, Phase.U, 0));
      }
      order.add(actions);
    }
    return order;
  }
}
