package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import java.util.ArrayList;

/// Hosts of graphics cards that nobody has, with quick links within and slower ones between them.
final class GpuClusters {
  private GpuClusters() {}

  static Cluster of(int hosts, int perHost) {
    var hostList = new ArrayList<Host>();
    var devices = new ArrayList<Device>();
    for (int host = 0; host < hosts; host++) {
      hostList.add(new Host("host" + host, 64, 1L << 40, ""));
      for (int gpu = 0; gpu < perHost; gpu++) {
        devices.add(
            new Device(
                new DeviceId("gpu" + devices.size()),
                DeviceKind.GPU,
                "host" + host,
                gpu,
                1L << 36));
      }
    }
    var links = new ArrayList<Link>();
    for (var from : devices) {
      for (var to : devices) {
        if (from.id().compareTo(to.id()) < 0) {
          boolean near = from.host().equals(to.host());
          links.add(new Link(from.id(), to.id(), near ? 3e11 : 2.5e10, near ? 700 : 2_000));
        }
      }
    }
    return new Cluster("gpus", hostList, devices, links);
  }
}
