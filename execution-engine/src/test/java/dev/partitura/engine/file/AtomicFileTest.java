package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  @Test
  void aPipeIsWrittenIntoAndStays() throws Exception {
    var pipe = special("mkfifo", "pipe");
    var read = CompletableFuture.supplyAsync(() -> text(pipe));
    AtomicFile.check(pipe);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> AtomicFile.writeText(pipe, "through the pipe"));
    assertEquals("through the pipe", read.get(30, TimeUnit.SECONDS));
    assertTrue(Files.readAttributes(pipe, BasicFileAttributes.class).isOther());
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void aDeviceIsWrittenIntoAndStays() throws Exception {
    var device = special("mknod", "null", "c", "1", "3");
    var link = Files.createSymbolicLink(folder.resolve("link"), device);
    for (var file : List.of(device, link)) {
      AtomicFile.check(file);
      AtomicFile.writeText(file, "swallowed");
      assertTrue(Files.readAttributes(device, BasicFileAttributes.class).isOther());
      assertTrue(Files.isSymbolicLink(link));
    }
    assertEquals(List.of("link", "null"), names());
  }

  private Path special(String... command) throws Exception {
    var path = folder.resolve(command[1]);
    var words = new ArrayList<>(List.of(command));
    words.set(1, path.toString());
    boolean made;
    try {
      made = new ProcessBuilder(words).start().waitFor() == 0;
    } catch (IOException missing) {
      made = false;
    }
    assumeTrue(made, "Skipped: " + command[0] + " is not allowed here");
    return path;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Test
  void whatCannotBeWrittenIsFoundBefore() throws IOException {
    var kept = folder.resolve("kept");
    AtomicFile.writeText(kept, "old");
    AtomicFile.check(kept);
    AtomicFile.check(folder.resolve("new"));
    assertEquals("old", Files.readString(kept));
    assertEquals(List.of("kept"), names());
    for (var wrong : List.of(folder, folder.resolve("no/such/file"), kept.resolve("inside"))) {
      var refusal = assertThrows(ProblemException.class, () -> AtomicFile.check(wrong));
      assertEquals("file.write.failed", refusal.problems().getFirst().code());
    }
  }

  @Test
  void nobodyIsToldThatNothingWasLost() {
    var refusal = AtomicFile.refuse(folder.resolve("x"), new IOException("No space left"));
    assertFalse(String.valueOf(refusal.getMessage()).contains("lost"), refusal.getMessage());
  }
}
