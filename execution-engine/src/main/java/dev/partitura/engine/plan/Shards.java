package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The devices of a cluster in groups of neighbours, which share the tensors of what a plan gives
/// to the first of each.
///
/// @param shards devices of a group
record Shards(Cluster cluster, int shards) {
  /// @throws ProblemException when the cluster has fewer devices than a group
  static Shards of(PlanPreset preset, Cluster cluster) {
    int devices = cluster.devices().size();
    int shards = preset.shards() == 0 ? devices : preset.shards();
    if (shards > devices) {
      throw ProblemException.of(
          "plan.devices.few", preset.toString(), preset, shards, cluster.name(), devices);
    }
    return new Shards(cluster, shards);
  }

  /// The first device of each group, as a cluster of its own.
  Cluster leaders() {
    if (shards == 1) {
      return cluster;
    }
    var first =
        IntStream.range(0, cluster.devices().size() / shards)
            .mapToObj(group -> cluster.devices().get(group * shards))
            .toList();
    var ids = first.stream().map(Device::id).collect(Collectors.toSet());
    var links =
        cluster.links().stream()
            .filter(link -> ids.contains(link.from()) && ids.contains(link.to()))
            .toList();
    return cluster.with(first, links);
  }

  /// A plan of the first devices, spread over the groups.
  Plan spread(Plan plan) {
    if (shards == 1) {
      return plan;
    }
    var parts =
        plan.parts().stream()
            .map(part -> part.with(new Mesh(devices(part.mesh().devices()), shards)))
            .toList();
    return plan.with(parts, plan.partition());
  }

  private List<DeviceId> devices(List<DeviceId> leaders) {
    var all = new ArrayList<DeviceId>();
    for (var leader : leaders) {
      int first = cluster.indexOf(leader);
      cluster.devices().subList(first, first + shards).forEach(device -> all.add(device.id()));
    }
    return all;
  }
}
