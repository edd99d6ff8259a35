package dev.partitura.engine.execute.device;

/// A queue whose device works on its own: code that is submitted begins when what was submitted
/// before has ended, while the thread goes on. Events tell when.
public interface DeviceStream extends DeviceQueue {
  /// A new event, which may be recorded time and again; called while a run is prepared.
  DeviceEvent event();

  /// Puts an event of this stream in front of what is submitted next; where the device tells of no
  /// beginnings, behind what was submitted last.
  default void begin(DeviceEvent event) {
    record(event);
  }

  /// Puts an event of this stream behind what was submitted last.
  void record(DeviceEvent event);

  /// What is submitted from now on begins after an event of any stream. Blocks the thread where the
  /// device itself cannot wait for it.
  default void await(DeviceEvent event) {
    event.await();
  }
}
