package dev.partitura.engine.cluster;

/// Identity of a device within its cluster, such as `cpu0`.
public record DeviceId(String name) implements Comparable<DeviceId> {
  public DeviceId {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A device needs a name");
    }
  }

  @Override
  public int compareTo(DeviceId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
