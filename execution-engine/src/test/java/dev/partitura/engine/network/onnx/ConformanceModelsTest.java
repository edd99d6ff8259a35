package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cases")
class ConformanceModelsTest {
  private static List<Path> files(String suffix) throws IOException {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/cases/onnx"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      System.out.println("Skipped: no folder shared/cases/onnx beside the repository");
    }
    Assumptions.assumeTrue(folder != null, "no folder shared/cases/onnx");
    try (var walk = Files.walk(Path.of(String.valueOf(folder), "shared/cases/onnx"))) {
      return walk.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  @Test
  void everyModelReadsAndReadsBackEqual() throws IOException {
    var failures = new ArrayList<String>();
    var models = files(".onnx");
    for (var file : models) {
      try {
        var network = OnnxReader.read(file);
        SameNetwork.assertSame(network, OnnxReader.read(OnnxWriter.bytesOf(network), "copy"));
      } catch (ProblemException | AssertionError failure) {
        failures.add(file + ": " + failure.getMessage());
      }
    }
    assertEquals(List.of(), failures);
    assertTrue(models.size() > 1000);
  }

  @Test
  void everyTensorReadsAndReadsBackEqual() throws IOException {
    var failures = new ArrayList<String>();
    for (var file : files(".pb")) {
      try {
        var read = TensorFile.read(file);
        var copy = Files.createTempFile("tensor", ".pb");
        TensorFile.write(copy, read.name(), read.tensor());
        var again = TensorFile.read(copy);
        Files.delete(copy);
        assertEquals(read.name(), again.name());
        SameNetwork.assertSame(read.tensor(), again.tensor(), file.toString());
      } catch (ProblemException failure) {
        failures.add(file + ": " + failure.getMessage());
      }
    }
    assertEquals(List.of(), failures);
  }
}
