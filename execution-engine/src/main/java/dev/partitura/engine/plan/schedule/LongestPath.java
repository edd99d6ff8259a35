package dev.partitura.engine.plan.schedule;

import java.util.List;
import java.util.stream.IntStream;

/// By what the stages are expected to take: of the actions that are ready a device takes the one
/// with the most time still to come behind it, so that no long chain begins late. It takes up a
/// micro-batch only while its memory holds another and the pipeline needs one: as many are under
/// way as the busiest device does in the time that one takes from end to end, and one to spare.
/// Copies between devices are taken as free. Where stages need each other in a circle, as
/// [Forward]. Source: list scheduling by the upward rank of Topcuoglu, Hariri and Wu 2002,
/// doi:10.1109/71.993206.
record LongestPath() implements Schedule {
  @Override
  public String name() {
    return "longest-path";
  }

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    var passes = problem.withoutUpdates();
    var precedence = Precedence.of(passes);
    if (precedence.firstMutual().length > 0) {
      return new Forward().order(problem);
    }
    var order = new ListScheduling(passes, precedence).order();
    return IntStream.range(0, order.size())
        .mapToObj(device -> PipelineSchedule.withUpdates(problem, device, order.get(device)))
        .toList();
  }
}
