package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/// The oneDNN shared library, unpacked once into the user's cache and called through its C
/// interface. Pointers travel as `long`, so that a call makes no object.
@SuppressWarnings("restricted")
final class NativeLibrary {
  /// Where JavaCPP unpacks.
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Loaded ONE_DNN = tryLoad();

  /// The library's functions, or why there are none.
  private sealed interface Loaded {
    record Functions(SymbolLookup lookup) implements Loaded {}

    record Refused(ProblemException reason) implements Loaded {}
  }

  private NativeLibrary() {}

  /// Fails where the library could not be loaded, every time with the same sentence.
  static void require() {
    functions();
  }

  private static SymbolLookup functions() {
    return switch (ONE_DNN) {
      case Loaded.Functions(var lookup) -> lookup;
      case Loaded.Refused(var reason) -> throw reason;
    };
  }

  private static Loaded tryLoad() {
    try {
      return new Loaded.Functions(load());
    } catch (ProblemException reason) {
      return new Loaded.Refused(reason);
    }
  }

  private static SymbolLookup load() {
    var platform = Loader.getPlatform();
    try {
      if (System.getProperty(CACHE_PROPERTY) == null) {
        System.setProperty(CACHE_PROPERTY, UserFolders.ofUser().cache("native").toString());
      }
      // The library's thread pool reads this when it is loaded. Every worker is one thread; it must
      // not start more.
      presetEnvironment("OMP_NUM_THREADS", "1");
      var names =
          platform.startsWith("windows")
              ? List.of("dnnl.dll")
              : platform.startsWith("macosx")
                  ? List.of("libomp.dylib", "libdnnl.3.dylib")
                  : List.of("libgomp.so.1", "libdnnl.so.3");
      Path library = Path.of("");
      for (var name : names) {
        var file = Loader.cacheResource(org.bytedeco.dnnl.global.dnnl.class, platform + "/" + name);
        if (file != null) {
          library = file.toPath();
          System.load(library.toString());
        }
      }
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IOException | UncheckedIOException | LinkageError | IllegalArgumentException fault) {
      throw ProblemException.of(
          "cpu.library.missing", "oneDNN", platform, String.valueOf(fault.getMessage()));
    }
  }

  private static void presetEnvironment(String name, String value) {
    var function = LINKER.defaultLookup().find("setenv");
    if (function.isEmpty()) {
      return;
    }
    var setenv =
        LINKER.downcallHandle(
            function.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      int ignored =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
    } catch (Throwable fault) {
      throw new IllegalStateException("setenv failed", fault);
    }
  }

  /// A function of oneDNN that returns a status or an int.
  static MethodHandle function(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        functions().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
  }

  /// A function of oneDNN that returns a pointer or a size.
  static MethodHandle longFunction(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        functions().findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, parameters));
  }
}
