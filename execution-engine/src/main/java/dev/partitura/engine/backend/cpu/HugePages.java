package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Large native memory on pages of 2 MiB where the system grants them, which saves address
/// translations.
@SuppressWarnings("restricted")
final class HugePages {
  private static final long PAGE_BYTES = 2L << 20;
  private static final int READ_AND_WRITE = 3;
  private static final int PRIVATE_AND_ANONYMOUS = 0x22;
  private static final int ADVISE_HUGE_PAGES = 14;
  private static final long FAILED = -1;

  private static final @Nullable Calls CALLS =
      System.getProperty("os.name", "").equals("Linux") ? Calls.find() : null;

  private HugePages() {}

  /// Zero-filled memory, aligned to 64 bytes, or to a huge page when it is as large as one;
  /// untouched pages take no memory.
  static MemorySegment allocate(Arena arena, long bytes) {
    if (bytes < PAGE_BYTES || CALLS == null) {
      return arena.allocate(Math.max(1, bytes), 64);
    }
    var calls = CALLS;
    long size = Math.ceilDiv(bytes, PAGE_BYTES) * PAGE_BYTES;
    long reserved = size + PAGE_BYTES;
    long address = calls.map(reserved);
    if (address == FAILED) {
      return arena.allocate(bytes, 64);
    }
    MemorySegment.ofAddress(address)
        .reinterpret(reserved, arena, memory -> calls.unmap(memory.address(), reserved));
    long aligned = Math.ceilDiv(address, PAGE_BYTES) * PAGE_BYTES;
    calls.advise(aligned, size);
    return MemorySegment.ofAddress(aligned).reinterpret(size, arena, null);
  }

  private record Calls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {
    static @Nullable Calls find() {
      var linker = Linker.nativeLinker();
      var symbols = linker.defaultLookup();
      if (symbols.find("mmap").isEmpty()
          || symbols.find("munmap").isEmpty()
          || symbols.find("madvise").isEmpty()) {
        return null;
      }
      return new Calls(
          linker.downcallHandle(
              symbols.findOrThrow("mmap"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG)),
          linker.downcallHandle(
              symbols.findOrThrow("munmap"), FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG)),
          linker.downcallHandle(
              symbols.findOrThrow("madvise"),
              FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)));
    }

    long map(long bytes) {
      try {
        return (long) mmap.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
      } catch (Throwable fault) {
        throw new IllegalStateException("mmap could not be called", fault);
      }
    }

    void unmap(long address, long bytes) {
      try {
        int ignored = (int) munmap.invokeExact(address, bytes);
      } catch (Throwable fault) {
        throw new IllegalStateException("munmap could not be called", fault);
      }
    }

    /// A refusal leaves small pages; there is nothing to do about it.
    void advise(long address, long bytes) {
      try {
        int ignored = (int) madvise.invokeExact(address, bytes, ADVISE_HUGE_PAGES);
      } catch (Throwable fault) {
        throw new IllegalStateException("madvise could not be called", fault);
      }
    }
  }
}
