package dev.partitura.engine.plan.schedule;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What a schedule must put in order: one action for each stage, phase and micro-batch, and one
/// update for each stage. Immutable.
///
/// @param memoryBytes by device: what it has for what its stages hold
/// @param phases that the program has; inference has [Phase#F] alone
public record ScheduleProblem(
    List<Long> memoryBytes, List<ScheduledStage> stages, int microBatches, Set<Phase> phases) {
  public ScheduleProblem {
    memoryBytes = List.copyOf(memoryBytes);
    stages = List.copyOf(stages);
    phases = Set.copyOf(phases);
  }

  public int devices() {
    return memoryBytes.size();
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
