package dev.partitura.ui.workbench;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What the program remembers of its user: theme, language, layout, recent files. A file in the
/// configuration folder.
///
/// A file that cannot be read counts as empty, and one that cannot be written is forgotten:
/// preferences are never worth a fault.
public final class Preferences {
  private static final int MOST_RECENT = 10;

  private final @Nullable Path file;
  private final Properties values = new Properties();

  /// @param file where they are kept; null forgets them with the program
  public Preferences(@Nullable Path file) {
    this.file = file;
    if (file != null && Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException | IllegalArgumentException _) {
        values.clear();
      }
    }
  }

  /// The file of this user; a user without a home has none.
  public static Preferences ofUser() {
    return new Preferences(
        UserFolders.ofUser()
            .config()
            .map(folder -> folder.resolve("preferences.properties"))
            .orElse(null));
  }

  public Optional<Theme> theme() {
    return Optional.ofNullable(values.getProperty("theme"))
        .map(code -> code.equals("light") ? Theme.LIGHT : Theme.DARK);
  }

  public Optional<Language> language() {
    return Optional.ofNullable(values.getProperty("language")).map(Language::of);
  }

  public void remember(Theme theme, Language language) {
    values.setProperty("theme", theme.code());
    values.setProperty("language", language.code());
    write();
  }

  /// A remembered number of the layout, such as the width of a panel.
  public double number(String key, double otherwise) {
    try {
      return Double.parseDouble(values.getProperty(key, ""));
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  public String text(String key, String otherwise) {
    return values.getProperty(key, otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    return Boolean.parseBoolean(values.getProperty(key, Boolean.toString(otherwise)));
  }

  /// Remembers a value until the program ends; [#write()] keeps it longer.
  public void set(String key, Object value) {
    values.setProperty(key, String.valueOf(value));
  }

  /// Files that were open before and are still there, newest first.
  public List<Path> recentFiles() {
    var files = new ArrayList<Path>();
    for (int i = 0; i < MOST_RECENT; i++) {
      var name = values.getProperty("recent." + i);
      if (name != null) {
        try {
          files.add(Path.of(name));
        } catch (InvalidPathException _) {
          // A name from another system.
        }
      }
    }
    files.removeIf(path -> !Files.exists(path));
    return files;
  }

  public void addRecentFile(Path path) {
    var files = new ArrayList<>(recentFiles());
    var absolute = path.toAbsolutePath().normalize();
    files.remove(absolute);
    files.addFirst(absolute);
    for (int i = 0; i < MOST_RECENT; i++) {
      if (i < files.size()) {
        values.setProperty("recent." + i, files.get(i).toString());
      } else {
        values.remove("recent." + i);
      }
    }
    write();
  }

  /// Writes the file, if it can be written.
  public void write() {
    if (file == null) {
      return;
    }
    try {
      var text = new StringWriter();
      values.store(text, null);
      Files.createDirectories(file.getParent());
      AtomicFile.writeText(file, text.toString());
    } catch (IOException | ProblemException unwritable) {
      // Not worth a word: the program works as well without.
    }
  }
}
