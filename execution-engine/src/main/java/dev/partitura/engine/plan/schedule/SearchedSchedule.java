package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.List;

/// A schedule that is searched for the times of the problem, within memory that it promises; most
/// keep the gradients of the weights apart. Without a backward the order of [Forward].
interface SearchedSchedule extends Schedule {
  /// Pieces of chunks that a device may hold until their gradients of weights are done.
  int limit(Pipeline pipeline);

  /// Of them those whose gradient of inputs is not done either.
  default int open(Pipeline pipeline) {
    return limit(pipeline);
  }

  /// Orders by rule that it is at least as good as, where they hold no more.
  default List<List<List<Action>>> known(Pipeline pipeline) {
    return List.of();
  }

  @Override
  default boolean splitsBackward() {
    return true;
  }

  @Override
  default List<List<Action>> order(ScheduleProblem problem) {
    return order(problem, SearchBudget.EDIT);
  }

  @Override
  default List<List<Action>> order(ScheduleProblem problem, SearchBudget budget) {
    if (!problem.phases().contains(Phase.B)) {
      return new Forward().forward(problem);
    }
    var pipeline = Pipeline.of(problem, this);
    var found =
        ZeroBubbleSearch.order(pipeline, limit(pipeline), open(pipeline), known(pipeline), budget);
    var order = new ArrayList<List<Action>>();
    for (int device = 0; device < found.size(); device++) {
      order.add(PipelineSchedule.withUpdates(problem, device, found.get(device)));
    }
    return order;
  }
}
