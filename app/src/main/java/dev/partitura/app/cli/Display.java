package dev.partitura.app.cli;

import dev.partitura.engine.problem.ProblemException;
import java.util.Locale;
import java.util.Map;

/// Whether a window can be shown at all.
final class Display {
  private Display() {}

  static boolean present() {
    return System.getProperty("glass.platform") != null
        || present(System.getProperty("os.name", ""), System.getenv());
  }

  /// Whether a system of this name and environment shows windows; only Linux says so by a variable.
  static boolean present(String system, Map<String, String> environment) {
    return !system.toLowerCase(Locale.ROOT).contains("linux")
        || !environment.getOrDefault("DISPLAY", "").isBlank()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isBlank();
  }

  static ProblemException missing() {
    return ProblemException.of("display.missing", "");
  }
}
