package dev.partitura.engine.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/// The oneDNN shared library, unpacked once into JavaCPP's cache and called through its C
/// interface. Pointers travel as `long`, so that a call makes no object.
@SuppressWarnings("restricted")
final class NativeLibrary {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup ONE_DNN = load();

  private NativeLibrary() {}

  private static SymbolLookup load() {
    var platform = Loader.getPlatform();
    try {
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
    } catch (IOException | UnsatisfiedLinkError | IllegalArgumentException fault) {
      throw new ProblemException(
          "cpu.library.missing",
          "oneDNN",
          "The oneDNN library for " + platform + " cannot be loaded: " + fault.getMessage() + ".",
          "Reinstall Partitura for this system, and check that the home folder can be written.");
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
        ONE_DNN.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
  }

  /// A function of oneDNN that returns a pointer or a size.
  static MethodHandle longFunction(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        ONE_DNN.findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, parameters));
  }
}
