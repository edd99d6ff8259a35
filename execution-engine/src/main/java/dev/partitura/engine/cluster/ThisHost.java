package dev.partitura.engine.cluster;

/// Which devices of a cluster are of the machine that this process runs on. Any thread; may ask the
/// system for the machine's name.
public final class ThisHost {
  private ThisHost() {}

  public static String name() {
    return MachineDiscovery.hostName();
  }

  /// Whether a device is here. The devices of a cluster that names one host alone always are, so
  /// that a project runs on the machine where it is opened; among several hosts the name decides.
  public static boolean has(Cluster cluster, Device device) {
    boolean alone =
        cluster.devices().stream().allMatch(other -> other.host().equals(device.host()))
            && cluster.hosts().size() <= 1;
    return alone || device.host().equals("localhost") || device.host().equalsIgnoreCase(name());
  }
}
