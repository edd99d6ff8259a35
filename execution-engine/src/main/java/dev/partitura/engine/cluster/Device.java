package dev.partitura.engine.cluster;

/// Something that computes one task at a time: a CPU worker (one thread on one core) or a GPU.
///
/// @param host name of the machine it is in
/// @param core for a CPU worker the logical core its thread is pinned to; for a GPU its ordinal
/// @param memoryBytes memory its arena may take
/// @param speed by which plans are priced
public record Device(
    DeviceId id, DeviceKind kind, String host, int core, long memoryBytes, Speed speed) {
  /// A device of the usual speed of its kind.
  public Device(DeviceId id, DeviceKind kind, String host, int core, long memoryBytes) {
    this(id, kind, host, core, memoryBytes, Speed.of(kind));
  }

  /// Such as `CPU 0`.
  public String label() {
    return kind + " " + core;
  }
}
