package dev.partitura.engine.planner.network;

import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.DelayedGradients;
import dev.partitura.engine.plan.schedule.OrderTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Pipelines;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.ScheduledStage;
import dev.partitura.engine.plan.schedule.Schedules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a schedule makes of equal stages: how long its ends are, and how many micro-batches lie on
/// a device at once. Immutable.
///
/// @param ramp time of an iteration beside that of the micro-batches on one device, in times of one
///   micro-batch there
/// @param frames by device, in the order of the pipeline; [#ALL] where it is as many as there are
///   micro-batches
@SuppressWarnings("ArrayRecordComponent")
record ScheduleShape(double ramp, int[] frames) {
  static final int ALL = Integer.MAX_VALUE;

  /// Rounds of a pipeline behind which each further one is like the last.
  private static final int ROUNDS = 4;

  /// Shares of forward and gradients of inputs are told apart to so much.
  static final int STEPS = 12;

  /// Shares in a micro-batch of a device, in [#STEPS]; the rest are gradients of weights.
  record Shares(int forward, int inputs) {
    static Shares of(double forward, double inputs, double weights) {
      double all = forward + inputs + weights;
      return all == 0
          ? new Shares(STEPS, 0)
          : new Shares(
              (int) Math.round(STEPS * forward / all), (int) Math.round(STEPS * inputs / all));
    }

    private Map<Phase, Double> nanos(boolean trains, boolean splits) {
      var nanos = new EnumMap<Phase, Double>(Phase.class);
      double back = 1 - (double) forward / STEPS;
      double ofInputs = splits ? (double) inputs / STEPS : back;
      nanos.put(Phase.F, trains ? (double) forward / STEPS : 1);
      if (trains) {
        nanos.put(Phase.B, ofInputs);
      }
      if (trains && splits) {
        nanos.put(Phase.W, Math.max(0, back - ofInputs));
      }
      return nanos;
    }
  }

  /// Cost O(devices · chunks · microBatches) for most schedules.
  ///
  /// @param microBatches no more than [#fewer] tells
  ///
  /// @throws dev.partitura.engine.problem.ProblemException where the schedule takes no such numbers
  static ScheduleShape of(
      String name,
      int devices,
      int chunks,
      int microBatches,
      boolean trains,
      boolean shared,
      Shares shares) {
    if (devices == 1 || !trains) {
      // Forward passes follow each other through the devices.
      var frames = new int[devices];
      Arrays.fill(frames, 1);
      return new ScheduleShape(devices - 1.0, frames);
    }
    var schedule = Objects.requireNonNull(Schedules.find(name));
    var nanos = shares.nanos(true, schedule.splitsBackward());
    var problem = Pipelines.of(schedule, devices, microBatches, chunks, 1, nanos, 0);
    if (shared && schedule.splitsBackward()) {
      problem = sharing(problem);
    }
    var order = DelayedGradients.of(problem, schedule.order(problem));
    double makespan = OrderTimes.of(problem, order, Double.NaN).makespanNanos() / chunksIn(problem);
    var frames = new int[devices];
    for (int device = 0; device < devices; device++) {
      int most = underWay(order.get(device), microBatches);
      frames[device] = most == microBatches ? ALL : most;
    }
    return new ScheduleShape(makespan - microBatches, frames);
  }

  /// The same where the first stage adds up what the last gives for a weight of both.
  private static ScheduleProblem sharing(ScheduleProblem problem) {
    var stages = new ArrayList<>(problem.stages());
    var first = stages.getFirst();
    int last = Precedence.kind(stages.size() - 1, Phase.W);
    stages.set(
        0,
        new ScheduledStage(
            first.device(), first.needs(), Map.of(Phase.W, Set.of(last)), Set.of(), first.nanos()));
    return new ScheduleProblem(problem.places(), stages, problem.microBatches(), problem.phases());
  }

  /// As many as tell how further ones go, with the same rest behind whole rounds.
  static int fewer(int microBatches, int devices) {
    int most = ROUNDS * devices;
    return microBatches <= most ? microBatches : most - devices + microBatches % devices;
  }

  /// Each chunk is given the time of a whole device.
  private static double chunksIn(ScheduleProblem problem) {
    return (double) problem.stages().size() / problem.devices();
  }

  private static int underWay(List<Action> actions, int microBatches) {
    var last = new int[microBatches];
    for (int place = 0; place < actions.size(); place++) {
      last[actions.get(place).microBatch()] = place;
    }
    var begun = new HashSet<Integer>();
    int now = 0;
    int most = 0;
    for (int place = 0; place < actions.size(); place++) {
      int microBatch = actions.get(place).microBatch();
      if (begun.add(microBatch)) {
        most = Math.max(most, ++now);
      }
      now -= last[microBatch] == place ? 1 : 0;
    }
    return most;
  }
}
