package dev.partitura.engine.cluster;

/// Something that computes one task at a time: a CPU worker (one thread on one core) or a GPU.
///
/// @param host name of the machine it is in
/// @param core for a CPU worker the logical core its thread is pinned to; for a GPU its ordinal
/// @param memoryBytes memory its arena may take
public record Device(DeviceId id, DeviceKind kind, String host, int core, long memoryBytes) {
  /// Such as `CPU 0`.
  public String label() {
    return kind + " " + core;
  }
}
