package dev.partitura.ui.background;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The system's libraries that the toolkit needs on Linux, tried before it starts: with one missing
/// it would stop half-way and never end.
final class GraphicsLibraries {
  /// A shared library and the Debian package it comes in.
  private record Library(String file, String pack) {}

  private static final List<Library> DRAWING =
      List.of(
          new Library("libfreetype.so.6", "libfreetype6"),
          new Library("libfontconfig.so.1", "libfontconfig1"),
          new Library("libpango-1.0.so.0", "libpango-1.0-0"),
          new Library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"));

  private static final int MOST_SECONDS = 10;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final String X11 = "libX11.so.6";

  private static final List<Library> WINDOW =
      List.of(
          new Library(X11, "libx11-6"),
          new Library("libXtst.so.6", "libxtst6"),
          new Library("libgtk-3.so.0", "libgtk-3-0"));

  private GraphicsLibraries() {}

  /// @throws ProblemException when the toolkit, as the system properties set it up, cannot start
  static void check() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return;
    }
    boolean window = !System.getProperty("glass.platform", "").equalsIgnoreCase("headless");
    var needed = new ArrayList<>(DRAWING);
    if (window) {
      needed.addAll(WINDOW);
    }
    require(needed);
    if (window) {
      connect(System.getenv().getOrDefault("DISPLAY", ""));
    }
  }

  private static void require(List<Library> libraries) {
    var missing = libraries.stream().filter(library -> !loads(library.file())).toList();
    if (!missing.isEmpty()) {
      throw ProblemException.of(
          "toolkit.library.missing",
          "",
          missing.stream().map(Library::file).toList(),
          missing.stream().map(Library::pack).collect(Collectors.joining(" ")));
    }
  }

  /// Loaded for good, since the toolkit loads it next.
  @SuppressWarnings("restricted")
  private static boolean loads(String file) {
    try {
      SymbolLookup.libraryLookup(file, Arena.global());
      return true;
    } catch (IllegalArgumentException missing) {
      return false;
    }
  }

  /// Knocks at the X server, which the toolkit speaks to under Wayland too.
  private static void connect(String display) {
    boolean answers;
    try {
      answers =
          CompletableFuture.supplyAsync(GraphicsLibraries::opensDisplay)
              .get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      answers = false;
    } catch (ExecutionException | TimeoutException silent) {
      answers = false;
    }
    if (!answers) {
      throw refused(display);
    }
  }

  @SuppressWarnings("restricted")
  private static boolean opensDisplay() {
    var x11 = SymbolLookup.libraryLookup(X11, Arena.global());
    var open =
        LINKER.downcallHandle(
            x11.findOrThrow("XOpenDisplay"), FunctionDescriptor.of(ADDRESS, ADDRESS));
    var close =
        LINKER.downcallHandle(
            x11.findOrThrow("XCloseDisplay"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
    try {
      var connection = (MemorySegment) open.invokeExact(MemorySegment.NULL);
      if (connection.address() == 0) {
        return false;
      }
      int ignored = (int) close.invokeExact(connection);
      return true;
    } catch (Throwable fault) {
      throw new IllegalStateException("The X library could not be called", fault);
    }
  }

  private static ProblemException refused(String display) {
    return display.isBlank()
        ? ProblemException.of("display.unset", display)
        : ProblemException.of("display.refused", display, display);
  }
}
