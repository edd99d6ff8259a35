package dev.partitura.engine.backend.gpu.opencl;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// JOCL looks for `libOpenCL.so`, a name that only the packages for developers bring; the loader
/// that drivers depend on is `libOpenCL.so.1`. A library without code that has the first name and
/// depends on the second is loaded beforehand, so that the system finds that one under the name.
/// Source: System V ABI, ELF-64.
@SuppressWarnings("restricted")
final class NamelessLoader {
  static final String LIBRARY = "libOpenCL.so.1";
  private static final String WANTED = "libOpenCL.so";

  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int SEGMENTS = 3;
  private static final int DYNAMIC_AT = HEADER_BYTES + SEGMENTS * SEGMENT_BYTES;
  private static final int ENTRIES = 7;
  private static final int SYMBOLS_AT = DYNAMIC_AT + ENTRIES * 16;
  private static final int SYMBOL_BYTES = 24;
  private static final int STRINGS_AT = SYMBOLS_AT + SYMBOL_BYTES;

  private NamelessLoader() {}

  /// Whether this is a system whose libraries are found so.
  static boolean isNeeded() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  /// @throws IllegalArgumentException when there is no loader of OpenCL
  /// @throws IOException when the library cannot be written
  static void load(Path folder) throws IOException {
    requireLoader();
    Files.createDirectories(folder);
    var own = Files.createTempFile(folder, "opencl", ".so");
    try {
      Files.write(own, library(System.getProperty("os.arch", "").equals("aarch64")));
      var ignored = SymbolLookup.libraryLookup(own, Arena.global());
    } finally {
      Files.delete(own);
    }
  }

  private static void requireLoader() {
    var ignored = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
  }

  /// The bytes of the library: a header, three segments, the dynamic section, one empty symbol, and
  /// the names.
  static byte[] library(boolean arm) {
    var names = ("\0" + WANTED + "\0" + LIBRARY + "\0").getBytes(StandardCharsets.US_ASCII);
    var file = ByteBuffer.allocate(STRINGS_AT + names.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    file.putShort((short) 3).putShort((short) (arm ? 183 : 62)).putInt(1);
    file.putLong(0).putLong(HEADER_BYTES).putLong(0).putInt(0);
    file.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) SEGMENTS);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    // All of it, writable since the system notes addresses in the dynamic section.
    segment(file, 1, 0, file.capacity(), 0x10000);
    segment(file, 2, DYNAMIC_AT, ENTRIES * 16L, 8);
    // No executable stack.
    segment(file, 0x6474e551, 0, 0, 16);
    entry(file, 14, 1);
    entry(file, 1, 2L + WANTED.length());
    entry(file, 5, STRINGS_AT);
    entry(file, 10, names.length);
    entry(file, 6, SYMBOLS_AT);
    entry(file, 11, SYMBOL_BYTES);
    entry(file, 0, 0);
    file.put(new byte[SYMBOL_BYTES]).put(names);
    return file.array();
  }

  private static void segment(ByteBuffer file, int type, long at, long bytes, long alignment) {
    file.putInt(type).putInt(6).putLong(at).putLong(at).putLong(at).putLong(bytes).putLong(bytes);
    file.putLong(alignment);
  }

  private static void entry(ByteBuffer file, long tag, long value) {
    file.putLong(tag).putLong(value);
  }
}
