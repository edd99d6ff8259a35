package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A schedule of training in pipelines: every device's program follows from its place. Without a
/// backward the order of [Forward]; the updates are last.
interface PipelineSchedule extends Schedule {
  /// Refuses what has no program.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException naming the number and a way out
  default void check(Pipeline pipeline) {}

  /// Writes the program of one device.
  void write(Pipeline pipeline, int device, DeviceProgram program);

  @Override
  default List<List<Action>> order(ScheduleProblem problem) {
    if (!problem.phases().contains(Phase.B)) {
      return new Forward().forward(problem);
    }
    var pipeline = Pipeline.of(problem, this);
    check(pipeline);
    var order = new ArrayList<List<Action>>(Collections.nCopies(pipeline.devices(), List.of()));
    for (int device = 0; device < pipeline.devices(); device++) {
      var program = new DeviceProgram(pipeline);
      write(pipeline, device, program);
      order.set(
          pipeline.lanes().get(device),
          withUpdates(problem, pipeline.lanes().get(device), program.actions()));
    }
    return order;
  }

  /// What a device does and then the updates of its stages.
  static List<Action> withUpdates(ScheduleProblem problem, int device, List<Action> actions) {
    var all = new ArrayList<>(actions);
    all.addAll(problem.updatesOn(device));
    return all;
  }
}
