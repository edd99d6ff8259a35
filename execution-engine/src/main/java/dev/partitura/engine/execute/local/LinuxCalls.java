package dev.partitura.engine.execute.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The calls into Linux that pin a thread, read its CPU time and sharpen its timers. Elsewhere, and
/// where they are forbidden, nothing happens and nothing is known.
@SuppressWarnings("restricted")
final class LinuxCalls {
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  private static final int MOST_CORES = 8192;

  private static final @Nullable MethodHandle SET_AFFINITY =
      find("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final @Nullable MethodHandle CLOCK_GETTIME =
      find(
          "clock_gettime",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS),
          Linker.Option.critical(false));

  private static final int PR_SET_TIMERSLACK = 29;

  private static final @Nullable MethodHandle PRCTL =
      find(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private LinuxCalls() {}

  private static @Nullable MethodHandle find(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    if (!LINUX) {
      return null;
    }
    try {
      return Linker.nativeLinker()
          .defaultLookup()
          .find(name)
          .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, signature, options))
          .orElse(null);
    } catch (RuntimeException | Error forbidden) {
      return null;
    }
  }

  /// Lets the calling thread run on this logical core alone.
  ///
  /// @return whether the system obeyed
  static boolean pinThread(int core) {
    if (SET_AFFINITY == null || core < 0 || core >= MOST_CORES) {
      return false;
    }
    try (var arena = Arena.ofConfined()) {
      var mask = arena.allocate(MemoryLayout.sequenceLayout(MOST_CORES / 8, JAVA_BYTE));
      mask.set(JAVA_BYTE, core / 8, (byte) (1 << core % 8));
      return (int) SET_AFFINITY.invokeExact(0, mask.byteSize(), mask) == 0;
    } catch (Throwable refused) {
      return false;
    }
  }

  /// Has the calling thread woken when its time is over, and not, as usual, up to 50 µs later.
  ///
  /// @return whether the system obeyed
  static boolean sharpenTimers() {
    if (PRCTL == null) {
      return false;
    }
    try {
      return (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, 1L) == 0;
    } catch (Throwable refused) {
      return false;
    }
  }

  /// The CPU time of whichever thread asks; for the use of one thread at a time. Costs a call into
  /// the system, some hundred nanoseconds.
  static PreemptionWatch.ThreadClock threadClock() {
    if (CLOCK_GETTIME == null) {
      return PreemptionWatch.ThreadClock.NONE;
    }
    var time = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
    return () -> {
      // Read from the static field, the handle is a constant to the compiler and the call direct.
      var call = CLOCK_GETTIME;
      try {
        return call != null && (int) call.invokeExact(CLOCK_THREAD_CPUTIME_ID, time) == 0
            ? time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, JAVA_LONG.byteSize())
            : -1;
      } catch (Throwable refused) {
        return -1;
      }
    };
  }
}
