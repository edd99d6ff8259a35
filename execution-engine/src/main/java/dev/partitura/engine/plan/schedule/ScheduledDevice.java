package dev.partitura.engine.plan.schedule;

/// A device as a schedule sees it.
///
/// @param memoryBytes what it has for the micro-batches that are under way there
/// @param heldBytes what each of them takes, from its first action on the device to its last
public record ScheduledDevice(long memoryBytes, long heldBytes) {
  /// Micro-batches that its memory lets be under way at once; at least one, without which nothing
  /// would be done.
  public int mostUnderWay() {
    return heldBytes == 0
        ? Integer.MAX_VALUE
        : Math.clamp(memoryBytes / heldBytes, 1, Integer.MAX_VALUE);
  }

  /// Pieces of chunks that its memory lets be held at once, likewise.
  ///
  /// @param chunks of the device
  public int mostChunks(int chunks) {
    return heldBytes == 0
        ? Integer.MAX_VALUE
        : (int) Math.clamp(memoryBytes * (double) chunks / heldBytes, 1, Integer.MAX_VALUE);
  }
}
