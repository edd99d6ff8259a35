package dev.partitura.engine.tensor;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.partitura.engine.limit.MachineMemory;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Native memory that goes back to the system with its owner. Large pieces are mapped by
/// themselves, on pages of 2 MiB where the system grants them, which saves address translations;
/// the C heap, which keeps what it once had, holds the small ones alone.
@SuppressWarnings("restricted")
public final class NativeMemory {
  private static final long ALIGNMENT = 64;
  private static final long PAGE_BYTES = 2L << 20;
  private static final long LARGE_BYTES = 16L << 20;
  private static final int READ_AND_WRITE = 3;
  private static final int PRIVATE_AND_ANONYMOUS = 0x22;
  private static final int ADVISE_HUGE_PAGES = 14;
  private static final long FAILED = -1;

  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  private static final @Nullable MethodHandle MAP =
      find("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final @Nullable MethodHandle UNMAP =
      find("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final @Nullable MethodHandle ADVISE =
      find("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final @Nullable MethodHandle TRIM = find("malloc_trim", JAVA_INT, JAVA_LONG);

  private NativeMemory() {}

  private static @Nullable MethodHandle find(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    if (!LINUX) {
      return null;
    }
    try {
      var linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find(name)
          .map(symbol -> linker.downcallHandle(symbol, FunctionDescriptor.of(result, parameters)))
          .orElse(null);
    } catch (RuntimeException | Error forbidden) {
      return null;
    }
  }

  /// Zero-filled memory that `owner` frees, aligned to 64 bytes, or to a page of 2 MiB when it is
  /// as large as one; untouched pages of a large piece take no memory.
  ///
  /// @throws ProblemException `memory.short` when the machine does not have that much
  public static MemorySegment allocate(long bytes, Arena owner) {
    requireAvailable(bytes, Phrase.of("words.aValue"));
    if (bytes >= PAGE_BYTES) {
      var mapped = map(bytes, owner);
      if (mapped != null) {
        return mapped;
      }
    }
    return owner.allocate(Math.max(1, bytes), ALIGNMENT).asSlice(0, bytes);
  }

  /// Refuses a large piece that the machine cannot hold.
  ///
  /// @throws ProblemException `memory.short`, with both sizes
  static void requireAvailable(long bytes, Phrase what) {
    if (bytes >= LARGE_BYTES) {
      MachineMemory.require(bytes, what);
    }
  }

  private static @Nullable MemorySegment map(long bytes, Arena owner) {
    if (MAP == null || UNMAP == null || ADVISE == null) {
      return null;
    }
    long size = Math.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES;
    long reserved = size + PAGE_BYTES;
    try {
      long address =
          (long) MAP.invokeExact(0L, reserved, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
      if (address == FAILED) {
        return null;
      }
      var whole =
          MemorySegment.ofAddress(address)
              .reinterpret(reserved, owner, memory -> unmap(memory.address(), reserved));
      long aligned = Math.ceilDiv(address, PAGE_BYTES) * PAGE_BYTES;
      // A refusal leaves small pages; there is nothing to do about it.
      int ignored = (int) ADVISE.invokeExact(aligned, size, ADVISE_HUGE_PAGES);
      return whole.asSlice(aligned - address, bytes);
    } catch (Throwable refused) {
      return null;
    }
  }

  private static void unmap(long address, long bytes) {
    try {
      if (UNMAP != null && (int) UNMAP.invokeExact(address, bytes) != 0) {
        throw new IllegalStateException("Memory of " + bytes + " bytes could not be given back");
      }
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  /// Gives back what the C heap holds and nobody uses: after much was freed. Cost: milliseconds.
  public static void trim() {
    try {
      if (TRIM != null) {
        int ignored = (int) TRIM.invokeExact(0L);
      }
    } catch (Throwable fault) {
      throw new IllegalStateException("The C heap could not be trimmed", fault);
    }
  }
}
