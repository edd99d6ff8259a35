package dev.partitura.engine.execute.local;

/// Timers of a thread that must act on time.
public final class SharpTimers {
  private SharpTimers() {}

  /// Has the calling thread woken when its time is over; elsewhere than on Linux, the usual timers
  /// have to do.
  ///
  /// @return whether the system obeyed
  public static boolean ofThisThread() {
    return LinuxCalls.sharpenTimers();
  }
}
