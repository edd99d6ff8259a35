package dev.partitura.engine.plan.schedule;

import java.util.Arrays;
import java.util.List;

/// When each action of an order begins and ends by what its stage is expected to take, and what
/// follows. An action begins when its device is free and what it needs is done, on another device
/// and transferred; transfers do not hold devices up. Where stages lie on two devices their
/// gradients cross once more at the end. Pure; cost O(actions) where the devices take turns seldom.
///
/// @param beginNanos by device, and place in its order
/// @param endNanos likewise
/// @param makespanNanos to the end of the last action
/// @param longestSpanNanos longest time from a device's first begin to its last end
/// @param bubbleRate share of that time which the busiest device need not have taken
/// @param peakActivations by device, most pieces of chunks that have been forward and whose
///   gradients of weights are not done
/// @param peakActivationsUntilInput the same until the gradients of inputs are done
@SuppressWarnings("ArrayRecordComponent")
public record OrderTimes(
    double[][] beginNanos,
    double[][] endNanos,
    double makespanNanos,
    double longestSpanNanos,
    double bubbleRate,
    List<Integer> peakActivations,
    List<Integer> peakActivationsUntilInput) {

  /// @param order that [ScheduleCheck] finds possible; updates take no time
  /// @param pairNanos what a forward takes with a backward of another micro-batch as one; not a
  ///   number takes their sum
  public static OrderTimes of(ScheduleProblem problem, List<List<Action>> order, double pairNanos) {
    var clock = new OrderClock(problem, order, pairNanos);
    clock.run();
    int devices = order.size();
    double makespan = 0;
    double longest = 0;
    double busiest = 0;
    for (int device = 0; device < devices; device++) {
      if (order.get(device).isEmpty()) {
        continue;
      }
      double last = problem.bothWays() ? problem.transferNanos() : 0;
      double end = Arrays.stream(clock.end[device]).max().orElse(0) + last;
      makespan = Math.max(makespan, end);
      longest = Math.max(longest, end - clock.begin[device][0]);
      busiest = Math.max(busiest, clock.busy[device]);
    }
    return new OrderTimes(
        clock.begin,
        clock.end,
        makespan,
        longest,
        longest == 0 ? 0 : (longest - busiest) / longest,
        peaks(problem, order, problem.phases().contains(Phase.W) ? Phase.W : Phase.B),
        peaks(problem, order, Phase.B));
  }

  /// @param until phase behind which a piece is no longer held
  private static List<Integer> peaks(
      ScheduleProblem problem, List<List<Action>> order, Phase until) {
    return order.stream()
        .map(device -> {
          int held = 0;
          int peak = 0;
          for (var action : device) {
            held += action.phase() == Phase.F ? 1 : action.phase() == until ? -1 : 0;
            peak = Math.max(peak, held);
          }
          return problem.phases().contains(Phase.B) ? peak : Math.min(peak, 1);
        })
        .toList();
  }
}
