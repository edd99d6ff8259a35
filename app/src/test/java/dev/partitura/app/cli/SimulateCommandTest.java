package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int simulate(String... arguments) {
    var tool =
        new CommandLineTool(
            new LoweringRunner(new LocalExecutor()),
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err));
    return tool.run(
        Stream.concat(Stream.of("simulate"), Stream.of(arguments)).toArray(String[]::new));
  }

  private JsonNode report(String... arguments) throws IOException {
    var file = folder.resolve("report.json");
    var all = Stream.concat(Stream.of(arguments), Stream.of("--report", file.toString()));
    assertEquals(CommandLineTool.DONE, simulate(all.toArray(String[]::new)), err::toString);
    return new ObjectMapper().readTree(Files.readString(file));
  }

  @Test
  void aPredictionSaysThatItIsOneAndWhereTheTimeGoes() throws IOException {
    var report = report("lenet", "--plan", "pipeline=2,micro-batches=4", "--cluster", "cpu:2");
    assertEquals("predicted", report.get("origin").asText());
    assertEquals(
        report.get("makespanNanos").asLong(), report.get("iterationNanos").get("median").asLong());
    var time = report.get("breakdown");
    long sum = 0;
    for (var part :
        List.of("compute", "bubble", "exposedCommunication", "recompute", "optimizer")) {
      sum += time.get(part + "Nanos").asLong();
    }
    assertEquals(report.get("makespanNanos").asDouble(), sum, 5);
    assertTrue(report.get("outOfMemory").isEmpty());
    assertTrue(out.toString().contains("predicted"), out::toString);
  }

  @Test
  void moreDevicesOfTheCatalogueTrainFasterAndAreUsedLess() throws IOException {
    var one = report("resnet50", "--cluster", "A100-SXM4-80GB", "--batch", "64", "--train");
    var eight =
        report(
            "resnet50",
            "--cluster",
            "8xA100-SXM4-80GB",
            "--batch",
            "64",
            "--train",
            "--plan",
            "data=8");
    assertTrue(nanos(eight) < nanos(one) && nanos(eight) > nanos(one) / 8);
    double used = eight.get("modelFlopsUtilization").asDouble();
    assertTrue(used > 0 && used < one.get("modelFlopsUtilization").asDouble());
    assertEquals(8, eight.get("plan").get("replicas").asInt());
    assertTrue(eight.get("breakdown").get("optimizerNanos").asLong() > 0);
  }

  private static long nanos(JsonNode report) {
    return report.get("makespanNanos").asLong();
  }

  @Test
  void whatDoesNotFitIsNamedAndStillPredicted() throws IOException {
    var report = report("resnet50", "--cluster", "T4", "--batch", "2048", "--train");
    var shortage = report.get("outOfMemory").get(0);
    assertEquals("gpu0", shortage.get("device").asText());
    assertTrue(shortage.get("neededBytes").asLong() > shortage.get("memoryBytes").asLong());
    assertTrue(out.toString().contains("out of memory"), out::toString);
  }

  @Test
  void anUnknownDeviceIsRefusedInOneSentence() {
    assertEquals(CommandLineTool.REFUSED, simulate("lenet", "--cluster", "8xA1000"));
    assertEquals(1, err.toString().strip().lines().count(), err::toString);
  }
}
