package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveLockTest {
  @TempDir Path folder = Path.of("");

  @Test
  void onlyOneHoldsItAtATime() throws Exception {
    var document = folder.resolve("net.partitura");
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    try (var savers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        savers.submit(() -> {
          try (var _ = SaveLock.of(document)) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
          }
        });
      }
    }
    assertEquals(1, most.get());
    assertEquals(0, folder.toFile().list().length, "the lock leaves a file");
  }

  @Test
  void whoWaitsInVainIsToldSo() {
    var document = folder.resolve("net.partitura");
    try (var _ = SaveLock.of(document)) {
      var refused = assertThrows(ProblemException.class, () -> SaveLock.of(document));
      assertEquals("file.busy", refused.problems().getFirst().code());
    }
  }

  @Test
  void theNoteOfAKilledSaveIsFoundByTheNext() throws IOException {
    var document = folder.resolve("net.partitura");
    Files.writeString(folder.resolve(".net.partitura.lock"), "net.partitura-2.onnx");
    try (var lock = SaveLock.of(document)) {
      assertEquals("net.partitura-2.onnx", lock.unfinished());
      lock.note("项目.onnx");
      assertEquals("项目.onnx", Files.readString(folder.resolve(".net.partitura.lock")));
    }
    try (var lock = SaveLock.of(document)) {
      assertEquals("", lock.unfinished());
    }
    assertFalse(Files.exists(folder.resolve(".net.partitura.lock")));
  }
}
