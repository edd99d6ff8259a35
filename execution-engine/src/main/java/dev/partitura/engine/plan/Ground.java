package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import java.util.stream.IntStream;

/// What a preset is laid on.
///
/// @param types of the network; axes that are unknown are taken as [OpenAxes] says for one sample,
///   to weigh the ops
/// @param cluster of the devices that stand for a group of shards each
/// @param allDevices devices of all groups, and what is left of them
/// @param precision in which ops are done
/// @param trains whether the plan is to train, so that ops weigh with their way back
public record Ground(
    NetworkTypes types, Cluster cluster, int allDevices, Precision precision, boolean trains) {
  /// As many as are asked for, or as there are.
  int devices(int wanted) {
    return wanted == 0 ? cluster.devices().size() : wanted;
  }

  DeviceId device(int index) {
    return cluster.devices().get(index).id();
  }

  /// Every `stride`-th device from `first` on.
  Mesh mesh(int first, int stride, int replicas) {
    return Mesh.of(
        IntStream.range(0, replicas)
            .mapToObj(replica -> device(first + replica * stride))
            .toList());
  }

  /// Of each `stride` devices the one at `first`, and the one as far from their other end.
  Mesh bothWays(int first, int stride, int pairs) {
    return Mesh.of(
        IntStream.range(0, 2 * pairs)
            .mapToObj(replica -> {
              int within = replica % 2 == 0 ? first % stride : stride - 1 - first % stride;
              return device(replica / 2 * stride + within);
            })
            .toList());
  }

  /// What stands behind the devices of a mesh.
  List<Device> devices(Mesh mesh) {
    return mesh.devices().stream().map(id -> cluster.devices().get(cluster.indexOf(id))).toList();
  }

  OpCosts costs() {
    return OpCosts.of(OpenAxes.sized(types, 1), cluster, precision, trains);
  }

  /// @throws ProblemException when the cluster has fewer devices
  void require(PlanPreset preset, long wanted) {
    if (wanted <= cluster.devices().size()) {
      return;
    }
    var subject = preset.toString();
    int most = Clusters.MOST_WORKERS;
    long all = wanted * Math.max(1, preset.shards());
    throw all <= most
        ? ProblemException.of("plan.devices.few", subject, preset, all, cluster.name(), allDevices)
        : ProblemException.of(
            "plan.devices.most", subject, preset, all, cluster.name(), allDevices, most);
  }
}
