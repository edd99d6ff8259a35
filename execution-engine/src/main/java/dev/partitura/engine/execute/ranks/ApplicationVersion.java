package dev.partitura.engine.execute.ranks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Tells builds of the application from one another, so that ranks of different ones do not work
/// together by accident.
final class ApplicationVersion {
  private ApplicationVersion() {}

  /// A mark of the engine's archive and the version of Java; of classes in a folder only the
  /// latter.
  static String text() {
    return mark() + " on Java " + Runtime.version().feature();
  }

  private static String mark() {
    try {
      var place = ApplicationVersion.class.getProtectionDomain().getCodeSource().getLocation();
      var file = Path.of(place.toURI());
      if (!Files.isRegularFile(file)) {
        return "classes";
      }
      var digest = LayoutDigest.sha256().digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (IOException | URISyntaxException unknown) {
      return "unknown";
    }
  }
}
