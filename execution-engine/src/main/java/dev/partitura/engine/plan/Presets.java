package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lays a [PlanPreset] on a network and a cluster, by what its devices and links are said to do.
/// Pure: the same arguments give the same plan.
public final class Presets {
  private static final int MICRO_BATCHES_PER_STAGE = 4;

  private Presets() {}

  /// @param types of the network; axes that are unknown are taken as [OpenAxes] says for one
  ///   sample, to weigh the ops
  /// @throws ProblemException when the cluster or the network is too small for the preset
  public static Plan plan(PlanPreset preset, NetworkTypes types, Cluster cluster) {
    return plan(preset, types, cluster, Map.of());
  }

  /// As [#plan(PlanPreset, NetworkTypes, Cluster)], weighing the ops by the time they took in a
  /// run.
  ///
  /// @param measured nanoseconds by op, such as `OpTimes` reads from a trace; an op it does not
  ///   name was done together with another
  public static Plan plan(
      PlanPreset preset, NetworkTypes types, Cluster cluster, Map<OpId, Long> measured) {
    int devices = cluster.devices().size();
    return switch (preset.strategy()) {
      case SINGLE, CUSTOM ->
          Plan.single(cluster.devices().getFirst().id())
              .withMicroBatches(Math.max(1, preset.microBatches()));
      case DATA -> data(preset, cluster, preset.replicas() == 0 ? devices : preset.replicas());
      case PIPELINE -> pipeline(preset, types, cluster, measured);
      case TASK ->
          task(
              preset, types, cluster, measured, preset.workers() == 0 ? devices : preset.workers());
    };
  }

  private static Plan data(PlanPreset preset, Cluster cluster, int replicas) {
    require(preset, cluster, replicas);
    var stage = new PipelineStage(devices(cluster, 0, 1, replicas));
    return new Plan(
        Strategy.DATA,
        List.of(stage),
        Map.of(),
        replicas,
        Math.max(1, preset.microBatches()),
        Plan.FORWARD,
        Passes.ALL);
  }

  private static Plan pipeline(
      PlanPreset preset, NetworkTypes types, Cluster cluster, Map<OpId, Long> measured) {
    int devices = cluster.devices().size();
    int replicas =
        preset.replicas() == 0
            ? Math.max(1, devices / Math.max(1, preset.stages()))
            : preset.replicas();
    int stages = preset.stages() == 0 ? Math.max(1, devices / replicas) : preset.stages();
    require(preset, cluster, Math.multiplyExact((long) stages, replicas));
    var placed = new ArrayList<PipelineStage>();
    for (int stage = 0; stage < stages; stage++) {
      placed.add(new PipelineStage(devices(cluster, stage, stages, replicas)));
    }
    var costs = OpCosts.of(OpenAxes.sized(types, 1), measured, cluster);
    var partition =
        PipelineCut.cut(
            costs,
            placed.stream()
                .map(stage ->
                    stage.devices().stream()
                        .map(id -> cluster.devices().get(cluster.indexOf(id)))
                        .toList())
                .toList());
    int microBatches =
        preset.microBatches() > 0
            ? preset.microBatches()
            : stages == 1 ? 1 : MICRO_BATCHES_PER_STAGE * stages;
    return new Plan(
        Strategy.PIPELINE, placed, partition, replicas, microBatches, Plan.FORWARD, Passes.ALL);
  }

  private static Plan task(
      PlanPreset preset,
      NetworkTypes types,
      Cluster cluster,
      Map<OpId, Long> measured,
      int workers) {
    require(preset, cluster, workers);
    var worker =
        BranchScheduling.assign(
            OpCosts.of(OpenAxes.sized(types, 1), measured, cluster),
            cluster.devices().subList(0, workers));
    var numbers = new TreeMap<Integer, Integer>();
    worker.values().forEach(used -> numbers.put(used, 0));
    var stages = new ArrayList<PipelineStage>();
    for (var used : numbers.entrySet()) {
      used.setValue(stages.size());
      stages.add(new PipelineStage(List.of(cluster.devices().get(used.getKey()).id())));
    }
    if (stages.isEmpty()) {
      stages.add(new PipelineStage(List.of(cluster.devices().getFirst().id())));
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    worker.forEach((op, used) -> partition.put(op, numbers.getOrDefault(used, 0)));
    return new Plan(
        Strategy.TASK,
        stages,
        partition,
        1,
        Math.max(1, preset.microBatches()),
        Plan.FORWARD,
        Passes.ALL);
  }

  private static List<DeviceId> devices(Cluster cluster, int stage, int stages, int replicas) {
    var devices = new ArrayList<DeviceId>();
    for (int replica = 0; replica < replicas; replica++) {
      devices.add(cluster.devices().get(replica * stages + stage).id());
    }
    return devices;
  }

  private static void require(PlanPreset preset, Cluster cluster, long wanted) {
    int devices = cluster.devices().size();
    if (wanted > devices) {
      throw ProblemException.of(
          "plan.devices.few", preset.toString(), preset, wanted, cluster.name(), devices);
    }
  }
}
