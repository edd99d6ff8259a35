package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.schedule.Schedules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a network is laid on a cluster. Immutable. Checked by `PlanCheck` before it runs.
///
/// @param stages the parts and their devices, each with `replicas` devices
/// @param partition stage index by op; an op that is not named belongs to stage 0
/// @param replicas data-parallel degree: the batch is split evenly among them
/// @param microBatches slices of each replica's share that pass the stages one after another
/// @param schedule name of the order in which a stage takes its micro-batches; see `plan.schedule`
public record Plan(
    Strategy strategy,
    List<PipelineStage> stages,
    Map<OpId, Integer> partition,
    int replicas,
    int microBatches,
    String schedule,
    Passes passes) {
  /// Forward-only order: a stage takes micro-batches as they come, first to last.
  public static final String FORWARD = Schedules.FORWARD;

  public Plan {
    stages = List.copyOf(stages);
    partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("A plan has at least one stage");
    }
    if (replicas < 1 || microBatches < 1) {
      throw new IllegalArgumentException(
          "A plan has at least one replica and one micro-batch, not "
              + replicas
              + " and "
              + microBatches);
    }
  }

  /// Every op on one device.
  public static Plan single(DeviceId device) {
    return new Plan(
        Strategy.SINGLE,
        List.of(new PipelineStage(List.of(device))),
        Map.of(),
        1,
        1,
        FORWARD,
        Passes.ALL);
  }

  public int stageOf(OpId op) {
    return partition.getOrDefault(op, 0);
  }

  /// Device of an op in a replica.
  ///
  /// @throws IndexOutOfBoundsException when the plan is inconsistent; a checked plan never is
  public DeviceId deviceOf(OpId op, int replica) {
    return stages.get(stageOf(op)).devices().get(replica);
  }

  public Plan withMicroBatches(int count) {
    return new Plan(strategy, stages, partition, replicas, count, schedule, passes);
  }

  public Plan withPasses(Passes newPasses) {
    return new Plan(strategy, stages, partition, replicas, microBatches, schedule, newPasses);
  }
}
