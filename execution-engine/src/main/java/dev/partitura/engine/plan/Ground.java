package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.problem.ProblemException;
import java.util.Map;
import java.util.stream.IntStream;

/// What a preset is laid on.
///
/// @param types of the network; axes that are unknown are taken as one sample of a usual size, to
///   weigh the ops
/// @param measured nanoseconds by op from a run; empty where nothing was run
public record Ground(NetworkTypes types, Cluster cluster, Map<OpId, Long> measured) {
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

  OpCosts costs() {
    return OpCosts.of(Sized.of(types), measured);
  }

  /// @throws ProblemException when the cluster has fewer devices
  void require(PlanPreset preset, long wanted) {
    int devices = cluster.devices().size();
    if (wanted > devices) {
      throw new ProblemException(
          "plan.devices.few",
          preset.toString(),
          "Plan "
              + preset
              + " needs "
              + wanted
              + " devices but cluster "
              + cluster.name()
              + " has "
              + devices
              + ".",
          "Use a larger cluster, such as cpu:" + wanted + ", or fewer stages and replicas.");
    }
  }
}
