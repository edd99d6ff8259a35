package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the spans of a trace took place: all there was, also what did nothing. The place of a
/// device in the list gives its letter and hue, as in the [Cluster] it stems from. Immutable; any
/// thread.
public final class World {
  public static final World EMPTY = new World(List.of(), List.of());

  private final List<String> hosts;
  private final List<Device> devices;
  private final Map<DeviceId, Integer> places;

  /// Something that computes.
  ///
  /// @param label such as `CPU 0`
  /// @param host name of the host it is in
  public record Device(DeviceId id, String label, String host) {}

  /// @param hosts names of machines, or of processes in a foreign trace
  public World(List<String> hosts, List<Device> devices) {
    this.hosts = List.copyOf(hosts);
    this.devices = List.copyOf(devices);
    places = HashMap.newHashMap(devices.size());
    var known = new HashSet<>(hosts);
    for (var device : devices) {
      if (!known.contains(device.host())
          || places.putIfAbsent(device.id(), places.size()) != null) {
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

  /// Names of machines, or of processes in a foreign trace.
  public List<String> hosts() {
    return hosts;
  }

  public List<Device> devices() {
    return devices;
  }

  /// Place of the device, or -1. Cost O(1).
  public int indexOf(@Nullable DeviceId id) {
    return places.getOrDefault(id, -1);
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof World that && hosts.equals(that.hosts) && devices.equals(that.devices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hosts, devices);
  }

  @Override
  public String toString() {
    return devices.size() + " devices of " + hosts;
  }
}
