package dev.partitura.engine.cluster;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that computes one task at a time: a CPU worker (one thread on one core) or a GPU.
///
/// @param host name of the machine it is in
/// @param core for a CPU worker the logical core its thread is pinned to; else its number in its
///   host
/// @param memoryBytes memory its arena may take
/// @param speed by which plans are priced
/// @param model out of the catalogue; null for a worker of a machine that was looked at
/// @param rank number of the process that has it, with memory of its own; [#NO_RANK] for a device
///   of the one process that has all such
public record Device(
    DeviceId id,
    DeviceKind kind,
    String host,
    int core,
    long memoryBytes,
    Speed speed,
    @Nullable DeviceModel model,
    int rank) {
  public static final int NO_RANK = -1;

  /// A device of no rank.
  public Device(
      DeviceId id,
      DeviceKind kind,
      String host,
      int core,
      long memoryBytes,
      Speed speed,
      @Nullable DeviceModel model) {
    this(id, kind, host, core, memoryBytes, speed, model, NO_RANK);
  }

  /// A device of no known model.
  public Device(
      DeviceId id, DeviceKind kind, String host, int core, long memoryBytes, Speed speed) {
    this(id, kind, host, core, memoryBytes, speed, null);
  }

  /// A device of the usual speed of its kind.
  public Device(DeviceId id, DeviceKind kind, String host, int core, long memoryBytes) {
    this(id, kind, host, core, memoryBytes, Speed.of(kind));
  }

  /// A device of a model, with what its data sheet says.
  public static Device of(DeviceModel model, DeviceId id, String host, int number) {
    return new Device(id, model.kind(), host, number, model.memoryBytes(), model.speed(), model);
  }

  public boolean hasRank() {
    return rank != NO_RANK;
  }

  /// What it can do at once: its kind, and beside that it receives where values come as messages.
  public Set<Lane> lanes() {
    var lanes = EnumSet.copyOf(kind.lanes());
    if (hasRank()) {
      lanes.add(Lane.COPY_IN);
    }
    return lanes;
  }

  /// Such as `CPU 0`, or `Rank 2 CPU 0`: a worker has the number that its name ends with, which no
  /// other of its host has, where cores may be shared.
  public String label() {
    return (hasRank() ? "Rank " + rank + " " : "")
        + (model == null ? kind.toString() : model.form())
        + " "
        + (hasRank() || model != null ? Integer.toString(core) : number());
  }

  private String number() {
    var name = id.name();
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return end == name.length() ? Integer.toString(core) : name.substring(end);
  }
}
