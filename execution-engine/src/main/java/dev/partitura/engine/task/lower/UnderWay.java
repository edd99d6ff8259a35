package dev.partitura.engine.task.lower;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.ScheduledDevice;
import dev.partitura.engine.plan.schedule.ScheduledStage;
import dev.partitura.engine.plan.schedule.SearchBudget;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many micro-batches a stage of a plan will hold at once, before anything is laid out: by its
/// schedule for equal stages in a row. What follows from it costs memory, never a number. Used by
/// one thread.
final class UnderWay {
  /// Micro-batches for each stage beyond which no schedule differs.
  private static final int ENOUGH = 4;

  /// What a search for an order may cost here.
  private static final SearchBudget GLANCE = new SearchBudget(100_000);

  private final Plan plan;
  private final Schedule schedule;
  private int @Nullable [] most;

  UnderWay(Plan plan, Schedule schedule) {
    this.plan = plan;
    this.schedule = schedule;
  }

  int at(int stage) {
    if (most == null) {
      most = most();
    }
    return most[stage];
  }

  private int[] most() {
    var stages = new ArrayList<ScheduledStage>();
    var devices = new ArrayList<DeviceId>();
    for (var part : plan.parts()) {
      var device = part.mesh().devices().getFirst();
      if (!devices.contains(device)) {
        devices.add(device);
      }
      int stage = stages.size();
      stages.add(
          new ScheduledStage(
              devices.indexOf(device),
              stage == 0 ? Set.of() : Set.of(stage - 1),
              Map.of(Phase.F, 1.0, Phase.B, 1.0, Phase.W, 1.0)));
    }
    int microBatches = Math.min(plan.microBatches(), ENOUGH * stages.size());
    var phases = EnumSet.of(Phase.F, Phase.B);
    if (schedule.splitsBackward()) {
      phases.add(Phase.W);
    }
    var problem =
        new ScheduleProblem(
            devices.stream().map(_ -> new ScheduledDevice(0, 0)).toList(),
            stages,
            microBatches,
            phases);
    try {
      return most(schedule.order(problem, GLANCE), stages.size());
    } catch (ProblemException impossible) {
      // Said in full where the plan itself is put in order.
      var all = new int[stages.size()];
      Arrays.fill(all, microBatches);
      return all;
    }
  }

  private static int[] most(List<List<Action>> order, int stages) {
    var most = new int[stages];
    for (var actions : order) {
      var now = new int[stages];
      for (var action : actions) {
        now[action.stage()] += action.phase() == Phase.F ? 1 : action.phase() == Phase.B ? -1 : 0;
        most[action.stage()] = Math.max(most[action.stage()], now[action.stage()]);
      }
    }
    return most;
  }
}
