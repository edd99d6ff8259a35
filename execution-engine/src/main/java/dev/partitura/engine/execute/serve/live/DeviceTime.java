package dev.partitura.engine.execute.serve.live;

/// What a device did for a batch.
///
/// @param computeNanos for how long it computed
/// @param beginNanos when it began, on the clock of [System#nanoTime]
/// @param endNanos when it ended
public record DeviceTime(long computeNanos, long beginNanos, long endNanos) {
  public static final DeviceTime NONE = new DeviceTime(0, 0, 0);

  boolean isNone() {
    return computeNanos == 0;
  }

  /// Of two stretches of work.
  DeviceTime and(DeviceTime next) {
    return isNone()
        ? next
        : next.isNone()
            ? this
            : new DeviceTime(
                computeNanos + next.computeNanos,
                Math.min(beginNanos, next.beginNanos),
                Math.max(endNanos, next.endNanos));
  }
}
