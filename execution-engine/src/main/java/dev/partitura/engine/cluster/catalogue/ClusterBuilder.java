package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.Fabric;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Collects hosts with their devices. Devices are named after what they are and numbered through
/// the whole cluster, `gpu0`, `gpu1` … Used by one thread.
final class ClusterBuilder {
  /// Devices that a cluster may have.
  static final int MOST_DEVICES = 65_536;

  private final List<Host> hosts = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private int inHost;

  /// Begins a host.
  void host(String name) {
    hosts.add(new Host(name, 0, 0, ""));
    inHost = 0;
  }

  /// Adds devices to the host begun last.
  void devices(DeviceModel model, int count) {
    for (int i = 0; i < count; i++) {
      var prefix = model.form().toLowerCase(Locale.ROOT);
      int number = numbers.merge(prefix, 1, Integer::sum) - 1;
      device(model, new DeviceId(prefix + number));
    }
  }

  /// Adds a device of that name to the host begun last.
  void device(DeviceModel model, DeviceId id) {
    var host = hosts.getLast();
    devices.add(Device.of(model, id, host.name(), inHost++));
    hosts.set(
        hosts.size() - 1,
        new Host(host.name(), 0, host.memoryBytes() + model.memoryBytes(), host.processor()));
  }

  List<Device> devices() {
    return devices;
  }

  Cluster build(String name, List<Link> links, Fabric fabric) {
    return new Cluster(name, hosts, devices, links, fabric);
  }
}
