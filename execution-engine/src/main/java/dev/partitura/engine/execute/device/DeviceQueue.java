package dev.partitura.engine.execute.device;

import dev.partitura.engine.backend.Kernel;

/// Does the code of one lane of a device, one after another. Used by one thread, once a task, and
/// allocates nothing then.
public interface DeviceQueue extends AutoCloseable {
  /// Nanoseconds on the clock of the device, on the scale of [System#nanoTime].
  long nanos();

  /// Does the code; it has ended when this returns, unless the queue is a [DeviceStream].
  void submit(Kernel.Bound code);

  /// By how much a time may be wrong against the clock of this process.
  default long clockErrorNanos() {
    return 0;
  }

  @Override
  default void close() {}
}
