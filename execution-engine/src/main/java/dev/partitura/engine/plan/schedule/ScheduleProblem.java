package dev.partitura.engine.plan.schedule;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What a schedule must put in order: one action for each stage, phase and micro-batch, and one
/// update for each stage. Immutable.
///
/// @param places the devices
/// @param phases that the program has; inference has [Phase#F] alone
public record ScheduleProblem(
    List<ScheduledDevice> places,
    List<ScheduledStage> stages,
    int microBatches,
    Set<Phase> phases) {
  public ScheduleProblem {
    places = List.copyOf(places);
    stages = List.copyOf(stages);
    phases = Set.copyOf(phases);
  }

  public int devices() {
    return places.size();
  }

  /// The chunks of a device: its stages, lowest first.
  public List<Integer> stagesOn(int device) {
    return IntStream.range(0, stages.size())
        .filter(stage -> stages.get(stage).device() == device)
        .boxed()
        .toList();
  }

  /// Actions of a stage in a phase.
  public int actions(Phase phase) {
    return !phases.contains(phase) ? 0 : phase == Phase.U ? 1 : microBatches;
  }
}
