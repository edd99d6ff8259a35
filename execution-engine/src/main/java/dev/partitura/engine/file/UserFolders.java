package dev.partitura.engine.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folders of this user in which the program may keep something, each under the name
/// `partitura`. A user without a home has none. Source: XDG Base Directory Specification 0.8.
public final class UserFolders {
  private final Map<String, String> environment;
  private final String home;

  UserFolders(Map<String, String> environment, String home) {
    this.environment = environment;
    this.home = home;
  }

  /// Those of the user who started the program.
  public static UserFolders ofUser() {
    return new UserFolders(System.getenv(), System.getProperty("user.home", ""));
  }

  /// What the user chose: theme, language, layout.
  public Optional<Path> config() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  /// What the program remembers of its own work.
  public Optional<Path> state() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  Optional<Path> cache() {
    return folder("XDG_CACHE_HOME", ".cache");
  }

  /// Java calls the home of a user who has none `?`; a relative folder would follow the place of
  /// the start.
  private Optional<Path> folder(String variable, String belowHome) {
    return absolute(environment.get(variable))
        .or(() -> absolute(home).map(path -> path.resolve(belowHome)))
        .map(path -> path.resolve("partitura"));
  }

  private static Optional<Path> absolute(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .filter(name -> !name.isBlank())
          .map(Path::of)
          .filter(Path::isAbsolute);
    } catch (InvalidPathException foreign) {
      return Optional.empty();
    }
  }

  /// A folder for what can be made again, such as unpacked libraries: in the user's cache, or where
  /// that cannot be written, a temporary one that goes with the program.
  public Path cache(String name) {
    var folder = cache().map(path -> path.resolve(name));
    return folder.isPresent() && isWritable(folder.get()) ? folder.get() : temporary(name);
  }

  /// A folder for what a library unpacks, named by its jar so that versions do not mix.
  ///
  /// @param part any class of the library
  public Path cacheOf(Class<?> part) {
    var source = part.getProtectionDomain().getCodeSource();
    var jar = source == null ? part.getName() : source.getLocation().getPath();
    return cache(jar.replaceAll("/+$", "").replaceAll(".*/", ""));
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder);
    } catch (IOException | SecurityException refused) {
      return false;
    }
  }

  private static Path temporary(String name) {
    try {
      var folder = Files.createTempDirectory("partitura-" + name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException busy) {
      // Some systems keep a library while it is loaded; the folder is a temporary one.
    }
  }
}
