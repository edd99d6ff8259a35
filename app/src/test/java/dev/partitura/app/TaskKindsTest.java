package dev.partitura.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A new kind of task is met everywhere: who tells kinds apart switches over all of them, or asks a
/// question of `TaskKind` that does.
class TaskKindsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMPARED =
      Pattern.compile("[!=]=\\s*TaskKind\\.|TaskKind\\.[A-Z]\\w*\\s*[!=]=|equals\\(TaskKind\\.");

  @Test
  void nobodyComparesAKind() throws IOException {
    try (var files = Files.walk(ROOT, 14)) {
      var sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("src/main/java"))
              .toList();
      assertTrue(sources.stream().anyMatch(file -> file.endsWith("TaskKind.java")));
      var comparing = sources.stream().filter(file -> compares(text(file))).toList();
      assertEquals(List.of(), comparing, "these files compare kinds of tasks");
    }
  }

  @Test
  void comparisonsAreFound() {
    assertTrue(compares("if (graph.kind(task) == TaskKind.COMPUTE) {"));
    assertTrue(compares("TaskKind.TRANSFER != kind"));
  }

  private static boolean compares(String source) {
    return COMPARED.matcher(source).find();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
