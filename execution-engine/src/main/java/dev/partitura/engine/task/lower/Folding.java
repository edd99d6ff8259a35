package dev.partitura.engine.task.lower;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Devices that do the same at the same time, laid out once: the first shard of the first replica
/// of every part stands for all of that part, and what it exchanges with the others is one task. On
/// devices and links that are alike, each of the others would do the same tasks at the same times,
/// so nothing is lost but them. Immutable.
///
/// @param whole the plan that is folded
/// @param on the cluster that it is of
/// @param plan of the devices that stand for the others
/// @param cluster of those alone
public record Folding(Plan whole, Cluster on, Plan plan, Cluster cluster) {
  /// Whether the devices of each part are alike and take all in one direction, so that one may
  /// stand for them.
  public static boolean fits(Cluster cluster, Plan plan) {
    if (plan.isBothWays()) {
      return false;
    }
    for (var part : plan.parts()) {
      var devices = devices(cluster, part.mesh().devices());
      var first = devices.getFirst();
      for (var device : devices) {
        if (device.kind() != first.kind()
            || !device.speed().equals(first.speed())
            || device.memoryBytes() != first.memoryBytes()) {
          return false;
        }
      }
    }
    return true;
  }

  public static Folding of(Cluster cluster, Plan plan) {
    var parts = new ArrayList<Part>();
    Set<DeviceId> used = new HashSet<>();
    for (var part : plan.parts()) {
      var first = part.mesh().device(0, 0);
      used.add(first);
      parts.add(part.with(Mesh.of(first)));
    }
    var devices = cluster.devices().stream().filter(device -> used.contains(device.id())).toList();
    var links =
        cluster.links().stream()
            .filter(link -> used.contains(link.from()) && used.contains(link.to()))
            .toList();
    return new Folding(
        plan, cluster, plan.with(parts, plan.partition()), cluster.with(devices, links));
  }

  private static List<Device> devices(Cluster cluster, List<DeviceId> ids) {
    return ids.stream().map(id -> cluster.devices().get(cluster.indexOf(id))).toList();
  }
}
