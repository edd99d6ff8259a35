package dev.partitura.engine.execute.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The few calls into Linux that pin a thread and map memory. Elsewhere, and where they are
/// forbidden, nothing happens.
@SuppressWarnings("restricted")
final class LinuxCalls {
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  private static final int MOST_CORES = 8192;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final int HUGE_PAGES = 14;
  private static final long HUGE_PAGE_BYTES = 2L << 20;

  private static final @Nullable MethodHandle SET_AFFINITY =
      find("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final @Nullable MethodHandle MAP =
      find(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final @Nullable MethodHandle UNMAP =
      find("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  private static final @Nullable MethodHandle ADVISE =
      find("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

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

  /// Zero-filled memory that `arena` frees, on huge pages where the system has them. Large requests
  /// touch no page.
  static MemorySegment allocate(long bytes, Arena arena) {
    if (bytes >= HUGE_PAGE_BYTES && MAP != null && UNMAP != null && ADVISE != null) {
      var mapped = map(bytes, arena);
      if (mapped != null) {
        return mapped;
      }
    }
    return arena.allocate(Math.max(1, bytes), 64);
  }

  private static @Nullable MemorySegment map(long bytes, Arena arena) {
    var call = MAP;
    var advise = ADVISE;
    if (call == null || advise == null) {
      return null;
    }
    long size = Math.ceilDiv(bytes, HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES + HUGE_PAGE_BYTES;
    try {
      var whole =
          (MemorySegment)
              call.invokeExact(MemorySegment.NULL, size, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (whole.address() == -1) {
        return null;
      }
      long aligned = Math.ceilDiv(whole.address(), HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES;
      int advised =
          (int)
              advise.invokeExact(
                  MemorySegment.ofAddress(aligned), size - HUGE_PAGE_BYTES, HUGE_PAGES);
      assert advised <= 0;
      var base = whole.reinterpret(size, arena, LinuxCalls::unmap);
      return base.asSlice(aligned - whole.address(), bytes);
    } catch (Throwable refused) {
      return null;
    }
  }

  private static void unmap(MemorySegment memory) {
    var call = UNMAP;
    try {
      if (call != null && (int) call.invokeExact(memory, memory.byteSize()) != 0) {
        throw new IllegalStateException(
            "Memory of " + memory.byteSize() + " bytes could not be given back");
      }
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }
}
