package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models in a cache that keeps files under their hash and gives them names by links.
class LinkedModelTest {
  @TempDir private Path folder;

  private static Network network() {
    var builder = new NetworkBuilder("linked");
    var weights = new float[1024];
    weights[1023] = 1023;
    builder.initializer("w", Tensor.ofFloats(weights, 1024));
    return builder.build();
  }

  @Test
  void modelAndDataOpenThroughLinksIntoOneStore() throws IOException {
    var blobs = Files.createDirectories(folder.resolve("models--a--b/blobs"));
    var snapshot = Files.createDirectories(folder.resolve("models--a--b/snapshots/1f"));
    OnnxWriter.write(network(), folder.resolve("model.onnx"), OnnxWriter.Weights.BESIDE);
    Files.move(folder.resolve("model.onnx"), blobs.resolve("77aa"));
    Files.move(folder.resolve("model.onnx.data"), blobs.resolve("99bb"));
    var model = snapshot.resolve("model.onnx");
    var data = snapshot.resolve("model.onnx.data");
    Files.createSymbolicLink(model, Path.of("../../blobs/77aa"));
    Files.createSymbolicLink(data, Path.of("../../blobs/99bb"));
    var read = OnnxReader.readUnfinished(model);
    assertEquals(1023f, read.initializers().get("w").tensor().floatAt(1023));

    Files.delete(data);
    Files.copy(blobs.resolve("99bb"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(data, Path.of("../../../elsewhere"));
    var refused = assertThrows(ProblemException.class, () -> OnnxReader.readUnfinished(model));
    var message = refused.problems().getFirst().message();
    assertTrue(
        message.contains(
            "link model.onnx.data leads to " + folder.toRealPath().resolve("elsewhere")),
        message);
  }
}
