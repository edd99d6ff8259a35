package dev.partitura.engine.cluster;

import dev.partitura.engine.problem.Problem;
import org.jspecify.annotations.Nullable;

/// Which devices of a cluster are of the machine that this process runs on. Any thread; may ask the
/// system for the machine's name.
public final class ThisHost {
  private ThisHost() {}

  public static String name() {
    return MachineDiscovery.hostName();
  }

  /// Why a device is not here, or null where it is. The devices of a cluster that names one host
  /// alone always are, so that a project runs on the machine where it is opened; among several
  /// hosts the name decides. What is out of the catalogue is nowhere, nor is a cluster whose links
  /// are thought to be other than they are.
  public static @Nullable Problem absence(Cluster cluster, Device device) {
    var id = device.id();
    if (device.model() != null) {
      return Problem.of("run.device.catalogue", id.name(), id, device.model().name());
    }
    if (cluster.linkSpeed() != 1) {
      return Problem.of("run.cluster.thought", cluster.name(), cluster.name());
    }
    boolean alone =
        cluster.hosts().size() <= 1
            && cluster.devices().stream().allMatch(other -> other.host().equals(device.host()));
    return alone || device.host().equals("localhost") || device.host().equalsIgnoreCase(name())
        ? null
        : Problem.of("run.device.elsewhere", id.name(), id, device.host(), name());
  }
}
