package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Problems of pipelines that are only thought of: equal stages on equal devices, laid as a
/// schedule wants them.
public final class Pipelines {
  private Pipelines() {}

  /// A training step.
  ///
  /// @param chunks stages of each device
  /// @param nanos that a whole micro-batch takes in a stage
  /// @param transferNanos from device to device
  public static ScheduleProblem of(
      Schedule schedule,
      int devices,
      int microBatches,
      int chunks,
      int sequenceChunks,
      Map<Phase, Double> nanos,
      double transferNanos) {
    return of(schedule, devices, microBatches, chunks, sequenceChunks, nanos, transferNanos, 0);
  }

  /// @param mostChunks micro-batches of its chunks that a device may hold; 0 where all fit
  public static ScheduleProblem of(
      Schedule schedule,
      int devices,
      int microBatches,
      int chunks,
      int sequenceChunks,
      Map<Phase, Double> nanos,
      double transferNanos,
      int mostChunks) {
    var stages = new ArrayList<ScheduledStage>();
    var pieces = new EnumMap<Phase, Double>(nanos);
    pieces.replaceAll((_, whole) -> whole / sequenceChunks);
    for (int stage = 0; stage < devices * chunks; stage++) {
      stages.add(
          new ScheduledStage(
              device(schedule, chunks, stage, devices),
              stage == 0 ? Set.of() : Set.of(stage - 1),
              pieces));
    }
    var phases = EnumSet.of(Phase.F, Phase.B);
    if (schedule.splitsBackward()) {
      phases.add(Phase.W);
    }
    return new ScheduleProblem(
        List.copyOf(
            Collections.nCopies(
                devices, new ScheduledDevice(mostChunks, mostChunks == 0 ? 0 : chunks))),
        stages,
        microBatches,
        phases,
        sequenceChunks,
        transferNanos,
        schedule instanceof ListedSchedule listed
            ? listed.isBothWays()
            : schedule.placement(chunks) == Placement.BOTH_WAYS);
  }

  /// A list says itself where its stages lie.
  private static int device(Schedule schedule, int chunks, int stage, int devices) {
    int own = schedule instanceof ListedSchedule listed ? listed.deviceOf(stage) : -1;
    return own >= 0 && own < devices ? own : schedule.placement(chunks).device(stage, devices);
  }
}
