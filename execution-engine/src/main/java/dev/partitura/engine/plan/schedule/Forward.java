package dev.partitura.engine.plan.schedule;

import java.util.AbstractList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// In training what [OneForwardOneBackward] does, which takes no longer than [GPipe] and holds
/// less, and where a device has several stages what the latter does. Inference: each stage takes
/// the micro-batches as they come, first to last; bubble (p-1)/(m+p-1) for p equal stages and m
/// micro-batches. A device with several stages takes them by turns in the order in which they feed
/// each other, as many micro-batches each as there are devices, so that it has work while the
/// others have theirs; one each where stages need each other in a circle. Source: the forward
/// halves of Huang et al. 2019, arXiv:1811.06965, and Narayanan et al. 2021, arXiv:2104.04473.
record Forward() implements Schedule {
  @Override
  public String name() {
    return Schedules.FORWARD;
  }

  @Override
  public int chunks() {
    return 0;
  }

  @Override
  public List<List<Action>> order(ScheduleProblem problem) {
    if (!problem.phases().contains(Phase.B)) {
      return forward(problem);
    }
    return alternates(problem)
        ? new OneForwardOneBackward().order(problem)
        : new GPipe().order(problem);
  }

  /// Whether each device has one stage, and none waits for one that is before it in the row.
  private static boolean alternates(ScheduleProblem problem) {
    var precedence = Precedence.of(problem);
    return problem.stages().size() == problem.devices()
        && problem.stages().stream().map(ScheduledStage::device).distinct().count()
            == problem.devices()
        && !problem.bothWays()
        && precedence.firstMutual().length == 0
        && !precedence.addsUp();
  }

  /// The forward actions alone.
  List<List<Action>> forward(ScheduleProblem problem) {
    var precedence = Precedence.of(problem);
    var stages = precedence.inOrder();
    int turn = stages.stream().anyMatch(precedence::isMutual) ? 1 : problem.devices();
    return IntStream.range(0, problem.devices())
        .<List<Action>>mapToObj(device ->
            new Turns(
                stages.stream()
                    .filter(stage -> problem.stages().get(stage).device() == device)
                    .toList(),
                problem.microBatches(),
                turn))
        .toList();
  }

  /// Made on demand: there may be millions.
  private static final class Turns extends AbstractList<Action> {
    private final List<Integer> stages;
    private final int microBatches;
    private final int turn;

    Turns(List<Integer> stages, int microBatches, int turn) {
      this.stages = stages;
      this.microBatches = microBatches;
      this.turn = stages.size() == 1 ? microBatches : turn;
    }

    @Override
    public Action get(int index) {
      int first = index / (turn * stages.size()) * turn;
      int length = Math.min(turn, microBatches - first);
      int within = index - first * stages.size();
      return new Action(stages.get(within / length), Phase.F, first + within % length);
    }

    @Override
    public int size() {
      return stages.size() * microBatches;
    }
  }

  @Override
  public OptionalDouble publishedBubble(ScheduleProblem problem) {
    return new GPipe().publishedBubble(problem);
  }
}
