package dev.partitura.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  @TempDir private Path folder;

  private CheckpointFolder written() {
    var points = new CheckpointFolder(folder, Map.of("data", "xor"));
    var kept = Map.of("w", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
    points.write(new TrainingState(2, kept, new double[] {0.5, 0.25}));
    return points;
  }

  private static void assertNotWhole(CheckpointFolder points) {
    assertNotWhole(points, "");
  }

  private static void assertNotWhole(CheckpointFolder points, String how) {
    var refused = assertThrows(ProblemException.class, points::read, how);
    assertEquals("training.checkpoint.broken", refused.problems().getFirst().code());
  }

  @Test
  void whatIsWrittenIsRead() {
    var state = written().read();
    assertEquals(2, state.steps());
    assertEquals(0.25, state.losses()[1]);
  }

  @Test
  void aLossThatIsTextIsNoLoss() throws IOException {
    var points = written();
    var file = folder.resolve("step-2/state.json");
    Files.writeString(file, Files.readString(file).replace("0.25", "\"0.25\""));
    assertNotWhole(points);
  }

  @Test
  void valuesThatAreCutShortAreNotWhole() throws IOException {
    var points = written();
    var file = folder.resolve("step-2/values.onnx");
    var bytes = Files.readAllBytes(file);
    // What stands behind the values says only how to read ops.
    int behind = 8;
    for (int length = 0; length < bytes.length - behind; length += 3) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertNotWhole(points, length + " of " + bytes.length);
    }
  }

  @Test
  void whatADeadWriterLeftIsTakenAwayByTheNext() throws IOException {
    var left = folder.resolve(".writing-" + Long.MAX_VALUE + "-1");
    Files.createDirectories(left);
    Files.writeString(left.resolve("values.onnx"), "half");
    var own = folder.resolve(".writing-" + ProcessHandle.current().pid() + "-1");
    Files.createDirectories(own);
    written();
    assertEquals(false, Files.exists(left));
    assertEquals(true, Files.exists(own));
  }
}
