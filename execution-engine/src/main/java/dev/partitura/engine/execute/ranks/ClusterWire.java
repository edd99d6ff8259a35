package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Link;
import dev.partitura.engine.cluster.Speed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;

/// How a cluster of ranks is written on the control channel; its devices are of no model.
final class ClusterWire {
  private ClusterWire() {}

  static void write(DataOutputStream out, Cluster cluster) throws IOException {
    Wire.text(out, cluster.name());
    out.writeInt(cluster.hosts().size());
    for (var host : cluster.hosts()) {
      Wire.text(out, host.name());
      out.writeInt(host.cores());
      out.writeLong(host.memoryBytes());
      Wire.text(out, host.processor());
    }
    out.writeInt(cluster.devices().size());
    for (var device : cluster.devices()) {
      Wire.text(out, device.id().name());
      out.writeInt(device.kind().ordinal());
      Wire.text(out, device.host());
      out.writeInt(device.core());
      out.writeLong(device.memoryBytes());
      out.writeDouble(device.speed().flopsPerSecond());
      out.writeDouble(device.speed().bytesPerSecond());
      out.writeLong(device.speed().dispatchNanos());
      out.writeInt(device.rank());
    }
    out.writeInt(cluster.links().size());
    for (var link : cluster.links()) {
      out.writeInt(cluster.indexOf(link.from()));
      out.writeInt(cluster.indexOf(link.to()));
      out.writeDouble(link.bytesPerSecond());
      out.writeLong(link.latencyNanos());
    }
  }

  static Cluster read(DataInputStream in) throws IOException {
    var name = Wire.text(in);
    var hosts = new ArrayList<Host>();
    for (int count = in.readInt(); count > 0; count--) {
      hosts.add(new Host(Wire.text(in), in.readInt(), in.readLong(), Wire.text(in)));
    }
    var devices = new ArrayList<Device>();
    for (int count = in.readInt(); count > 0; count--) {
      devices.add(
          new Device(
              new DeviceId(Wire.text(in)),
              DeviceKind.values()[in.readInt()],
              Wire.text(in),
              in.readInt(),
              in.readLong(),
              new Speed(in.readDouble(), in.readDouble(), in.readLong()),
              null,
              in.readInt()));
    }
    var links = new ArrayList<Link>();
    for (int count = in.readInt(); count > 0; count--) {
      links.add(
          new Link(
              devices.get(in.readInt()).id(),
              devices.get(in.readInt()).id(),
              in.readDouble(),
              in.readLong()));
    }
    return new Cluster(name, hosts, devices, links);
  }
}
