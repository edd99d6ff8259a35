package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Schedule problems and orders for tests.
public final class Problems {
  private Problems() {}

  /// A chain of stages on these devices.
  public static ScheduleProblem chain(int[] deviceOfStage, int microBatches, Phase... phases) {
    var stages = new ArrayList<ScheduledStage>();
    for (int stage = 0; stage < deviceOfStage.length; stage++) {
      stages.add(
          new ScheduledStage(
              deviceOfStage[stage],
              stage == 0 ? Set.of() : Set.of(stage - 1),
              Map.of(Phase.F, 1.0, Phase.B, 2.0)));
    }
    int devices = Arrays.stream(deviceOfStage).max().orElse(0) + 1;
    return new ScheduleProblem(
        Collections.nCopies(devices, new ScheduledDevice(1L << 20, 64)),
        stages,
        microBatches,
        EnumSet.copyOf(List.of(phases)));
  }

  /// Reads `0F0 0F1; 1F0 1F1`.
  public static List<List<Action>> order(String text) {
    var schedule = Schedules.find(text);
    if (schedule == null) {
      throw new IllegalArgumentException(text);
    }
    return schedule.order(chain(new int[] {0}, 1, Phase.F));
  }

  /// As [ScheduleCheck#check], with the devices named cpu0, cpu1, …
  static @Nullable Problem check(ScheduleProblem problem, List<List<Action>> order) {
    return ScheduleCheck.check(
        problem,
        order,
        IntStream.range(0, problem.devices()).mapToObj(device -> "cpu" + device).toList());
  }

  public static String text(List<Action> actions) {
    return actions.stream().map(Action::toString).collect(Collectors.joining(" "));
  }
}
