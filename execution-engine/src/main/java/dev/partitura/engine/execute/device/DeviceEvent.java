package dev.partitura.engine.execute.device;

/// A place in a [DeviceStream], reached when all that was submitted before it has ended. Recorded
/// by the thread of its stream; any thread that knows it to be recorded may ask.
public interface DeviceEvent {
  /// Blocks the thread until the event is reached; throws what the code before it failed with.
  void await();

  /// When it was reached, on the scale of [System#nanoTime]. Only after [#await].
  long nanos();
}
