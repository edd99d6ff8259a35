package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder = Path.of("");

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException {
    var file = folder.resolve("kept");
    AtomicFile.writeText(file, "old");
    var refusal =
        assertThrows(
            ProblemException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("the disk is full"), refusal.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("kept"), names());
  }

  @Test
  void aMissingFolderIsNamed() {
    var refusal =
        assertThrows(
            ProblemException.class,
            () -> AtomicFile.writeText(folder.resolve("no/such/file"), "x"));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("does not exist"), refusal.getMessage());
  }

  @Test
  void aLinkIsWrittenThrough() throws IOException {
    AtomicFile.writeText(folder.resolve("real"), "old");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    AtomicFile.writeText(folder.resolve("link"), "new");
    assertEquals("new", Files.readString(folder.resolve("real")));
    assertTrue(Files.isSymbolicLink(folder.resolve("link")));
  }
}
