package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  /// No system gives a process this number.
  private static final String GONE = "999999999";

  @TempDir Path folder = Path.of("");

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void whatAKilledWriterLeftBehindGoesWithTheNextWrite() throws IOException {
    Files.writeString(folder.resolve(".report[1].json." + GONE + "-7.partial"), "half");
    AtomicFile.writeText(folder.resolve("report[1].json"), "whole");
    assertEquals(List.of("report[1].json"), names());
  }

  @Test
  void whatOthersWriteStays() throws IOException {
    var others =
        List.of(
            ".a.json." + ProcessHandle.current().pid() + "-999.partial",
            ".b.json." + GONE + "-1.partial",
            ".a.json.backup.partial");
    for (var name : others) {
      Files.writeString(folder.resolve(name), "half");
    }
    AtomicFile.writeText(folder.resolve("a.json"), "whole");
    assertEquals(
        List.of(others.get(2), others.get(0), others.get(1), "a.json").stream().sorted().toList(),
        names());
  }
}
