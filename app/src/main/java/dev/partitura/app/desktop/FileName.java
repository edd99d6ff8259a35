package dev.partitura.app.desktop;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.nio.file.Path;
import java.util.Locale;

/// How the file of a session is called.
final class FileName {
  private FileName() {}

  /// The project's name: its file's without ending, or its network's.
  static String of(Session session, Texts texts) {
    var file = session.fileProperty().get();
    var fileName = file == null ? null : file.getFileName();
    if (fileName != null) {
      var text = fileName.toString();
      int dot = text.lastIndexOf('.');
      return dot > 0 ? text.substring(0, dot) : text;
    }
    var name = session.project().network().name();
    return name.isBlank() ? texts.get("untitled") : name;
  }

  static Path withEnding(Path file, String ending) {
    var name = String.valueOf(file.getFileName());
    return name.toLowerCase(Locale.ROOT).endsWith(ending)
        ? file
        : file.resolveSibling(name + ending);
  }
}
