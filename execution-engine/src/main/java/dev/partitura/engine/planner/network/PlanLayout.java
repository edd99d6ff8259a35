package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.schedule.Schedules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Lays a plan of the space on a cluster, as the words of the same degrees would, but cut where it
/// was found best: shards are neighbours, then the devices of a pipeline, then replicas. Pure.
final class PlanLayout {
  private PlanLayout() {}

  static Plan of(NetworkRequest request, NetworkTypes types, int[] order, Estimate estimate) {
    var degrees = estimate.degrees();
    var parts = new ArrayList<Part>();
    for (int stage = 0; stage < degrees.stages(); stage++) {
      parts.add(new Part(mesh(request.cluster(), degrees, stage), degrees.recompute()));
    }
    var plan =
        new Plan(
            parts,
            partition(types, order, estimate.ends()),
            degrees.microBatches(),
            degrees.schedule(),
            Passes.ALL.with(request.precision()));
    return plan.withSequenceParallel(degrees.sequenceParallel())
        .with(new Replication(Replication.USUAL_BUCKET_BYTES, degrees.zero(), 0))
        .withGlobalBatch(request.globalBatch());
  }

  private static Mesh mesh(Cluster cluster, Degrees degrees, int stage) {
    var placement =
        Objects.requireNonNull(Schedules.find(degrees.schedule())).placement(degrees.chunks());
    int place = placement.device(stage, degrees.pipeline());
    var devices = new ArrayList<DeviceId>();
    for (int replica = 0; replica < degrees.data(); replica++) {
      int first = (replica * degrees.pipeline() + place) * degrees.tensor();
      for (int shard = 0; shard < degrees.tensor(); shard++) {
        devices.add(cluster.devices().get(first + shard).id());
      }
    }
    return new Mesh(devices, degrees.tensor());
  }

  /// Ops whose values are constant go where they are first read, so that no stage waits for a
  /// constant of another.
  private static Map<OpId, Integer> partition(NetworkTypes types, int[] order, int[] ends) {
    Network network = types.network();
    var stageOf = new HashMap<OpId, Integer>();
    int stage = 0;
    for (int at = 0; at < order.length; at++) {
      while (at >= ends[stage + 1]) {
        stage++;
      }
      stageOf.put(network.ops().get(order[at]).id(), stage);
    }
    var reader = new HashMap<String, Integer>();
    for (int at = order.length - 1; at >= 0; at--) {
      var op = network.ops().get(order[at]);
      int own = Objects.requireNonNull(stageOf.get(op.id()));
      if (op.outputs().stream().allMatch(types.constants()::containsKey)) {
        for (var output : op.outputs()) {
          own = reader.getOrDefault(output, own);
        }
        stageOf.put(op.id(), own);
      }
      for (var value : op.dependencies()) {
        reader.merge(value, own, Math::min);
      }
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    for (var op : network.ops()) {
      partition.put(op.id(), Objects.requireNonNull(stageOf.get(op.id())));
    }
    return partition;
  }
}
