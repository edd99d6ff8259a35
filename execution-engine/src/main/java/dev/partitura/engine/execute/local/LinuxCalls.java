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

/// The call into Linux that pins a thread. Elsewhere, and where it is forbidden, nothing happens.
@SuppressWarnings("restricted")
final class LinuxCalls {
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  private static final int MOST_CORES = 8192;

  private static final @Nullable MethodHandle SET_AFFINITY =
      find("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

  private LinuxCalls() {}

  private static @Nullable MethodHandle find(String name, FunctionDescriptor signature) {
    if (!LINUX) {
      return null;
    }
    try {
      return Linker.nativeLinker()
          .defaultLookup()
          .find(name)
          .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, signature))
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
}
