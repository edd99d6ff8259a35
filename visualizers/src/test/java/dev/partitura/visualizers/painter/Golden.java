package dev.partitura.visualizers.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares text with a file beside the test; `-Dgolden.update` writes the file anew, for review as
/// a diff.
public final class Golden {
  private Golden() {}

  public static void check(Class<?> test, String name, String actual) {
    var folder = Path.of("src/test/resources", test.getPackageName().replace('.', '/'));
    var file = folder.resolve(name + ".txt");
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(folder);
        Files.writeString(file, actual);
      }
      assertEquals(Files.readString(file), actual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
