package dev.partitura.engine.execute.local;

/// Finds out how long the thread of a worker was kept from running during a task: wall time less
/// the CPU time that the system counts for the thread. The system is asked at most once in 100 µs,
/// since asking costs as much as a short task: a task that was interrupted is longer than that.
/// Used by one thread.
final class PreemptionWatch {
  private static final long WINDOW_NANOS = 100_000;

  /// Less is lost to interrupts and page faults on a quiet machine too.
  private static final long NOTABLE_NANOS = 50_000;

  private final ThreadClock clock;
  private long wall = Long.MIN_VALUE / 2;
  private long cpu;

  PreemptionWatch() {
    this(LinuxCalls.threadClock());
  }

  PreemptionWatch(ThreadClock clock) {
    this.clock = clock;
  }

  /// CPU time of the calling thread in nanoseconds; never grows where it cannot be told.
  interface ThreadClock {
    ThreadClock NONE = () -> -1;

    long nanos();
  }

  /// A task begins.
  void begin(long now) {
    if (now - wall >= WINDOW_NANOS) {
      wall = now;
      cpu = clock.nanos();
    }
  }

  /// A task has ended.
  ///
  /// @return nanoseconds of it that the thread did not run; 0 for little or where nobody knows
  long end(long begin, long now) {
    if (now - wall < WINDOW_NANOS) {
      return 0;
    }
    long counted = clock.nanos();
    long lost = now - wall - (counted - cpu);
    boolean known = counted >= 0 && cpu >= 0;
    wall = now;
    cpu = counted;
    return known && lost >= NOTABLE_NANOS ? Math.min(lost, now - begin) : 0;
  }

  /// The thread has slept on purpose: what it missed meanwhile was nothing.
  void forget() {
    wall = Long.MIN_VALUE / 2;
  }
}
