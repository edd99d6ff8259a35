package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the spans of a trace took place: all there was, also what did nothing. The place of a
/// device in the list gives its letter and hue, as in the [Cluster] it stems from.
///
/// @param hosts names of machines, or of processes in a foreign trace
public record World(List<String> hosts, List<Device> devices) {
  public static final World EMPTY = new World(List.of(), List.of());

  /// Something that computes.
  ///
  /// @param label such as `CPU 0`
  /// @param host name of the host it is in
  public record Device(DeviceId id, String label, String host) {}

  public World {
    hosts = List.copyOf(hosts);
    devices = List.copyOf(devices);
    var ids = new HashSet<DeviceId>();
    for (var device : devices) {
      if (!hosts.contains(device.host()) || !ids.add(device.id())) {
        throw new IllegalArgumentException(
            "Device " + device.id() + " is there twice, or its host " + device.host() + " is not");
      }
    }
  }

  public static World of(Cluster cluster) {
    return new World(
        cluster.devices().stream().map(device -> device.host()).distinct().toList(),
        cluster.devices().stream()
            .map(device -> new Device(device.id(), device.label(), device.host()))
            .toList());
  }

  /// Place of the device, or -1.
  public int indexOf(@Nullable DeviceId id) {
    for (int i = 0; i < devices.size(); i++) {
      if (devices.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  public @Nullable Device device(@Nullable DeviceId id) {
    int index = indexOf(id);
    return index < 0 ? null : devices.get(index);
  }

  /// Place of the host that a track belongs to.
  public int hostOf(Track track) {
    var device = device(track.device());
    if (device != null) {
      return hosts.indexOf(device.host());
    }
    return track instanceof Track.OfThread(_, var host) ? hosts.indexOf(host) : -1;
  }

  /// Letter of the device, as [Cluster#letter(int)] has it.
  public String letter(@Nullable DeviceId id) {
    return Cluster.letter(indexOf(id));
  }

  /// Label and letter of the device, such as `CPU 0 A`; null where it is not here.
  public @Nullable String title(@Nullable DeviceId id) {
    var device = device(id);
    return device == null ? null : device.label() + " " + letter(id);
  }
}
