package dev.partitura.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is to compute on. Immutable. The place of a device in the list gives its letter and
/// hue everywhere.
public record Cluster(String name, List<Host> hosts, List<Device> devices, List<Link> links) {
  public Cluster {
    hosts = List.copyOf(hosts);
    devices = List.copyOf(devices);
    links = List.copyOf(links);
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("A cluster has at least one device");
    }
  }

  public @Nullable Device device(DeviceId id) {
    int index = indexOf(id);
    return index < 0 ? null : devices.get(index);
  }

  /// Place of the device, or -1.
  public int indexOf(DeviceId id) {
    for (int i = 0; i < devices.size(); i++) {
      if (devices.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /// Letter of a device; see [#letter(int)].
  public String letter(DeviceId id) {
    return letter(indexOf(id));
  }

  /// `A` for the first device, `Z` for the 26th, then `AA`; `?` for -1, a device that is not here.
  public static String letter(int index) {
    if (index < 0) {
      return "?";
    }
    var letters = new StringBuilder();
    for (int rest = index; rest >= 0; rest = rest / 26 - 1) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return letters.toString();
  }
}
