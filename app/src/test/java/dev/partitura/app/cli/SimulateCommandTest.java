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
  void aPromptIsReadAndWordsAreWrittenBehindIt() throws IOException {
    var words = "gpt:hidden=1024,layers=4,heads=16,vocab=1000,seq=";
    var on = new String[] {"--cluster", "2xA100-SXM4-80GB", "--plan", "tensor=2,precision=bf16"};
    var read = generation(words + 512, on, "--prefill");
    assertEquals(512, read.get("promptTokens").asInt());
    assertEquals(0, read.get("tokens").asInt());
    var written = generation(words + 512, on, "--decode", "2000", "--batch", "8");
    assertEquals(2000, written.get("tokens").asInt());
    assertEquals(8, written.get("sequences").asInt());
    // Each word is compared with one more; the prompt costs more than a word.
    assertTrue(nanos(written, "firstToken") < nanos(written, "lastToken"));
    assertTrue(nanos(written, "lastToken") < nanos(written, "prefill"));
    assertEquals(
        1000 * (nanos(written, "firstToken") + nanos(written, "lastToken")),
        nanos(written, "decode"));
    assertEquals(nanos(written, "prefill") + nanos(written, "decode"), nanos(written, "total"));
    assertTrue(nanos(read, "prefill") < nanos(written, "prefill"));
    var longer = generation(words + 8192, on, "--decode", "1", "--batch", "8");
    assertTrue(nanos(longer, "firstToken") > nanos(written, "lastToken"));
  }

  private static long nanos(JsonNode generation, String of) {
    return generation.get(of + "Nanos").asLong();
  }

  private JsonNode generation(String model, String[] on, String... more) throws IOException {
    var words = Stream.concat(Stream.of(model), Stream.concat(Stream.of(on), Stream.of(more)));
    return report(words.toArray(String[]::new)).get("generation");
  }

  @Test
  void whatWritesNoTextIsRefusedInOneSentence() {
    for (var words :
        List.of(
            new String[] {"lenet", "--decode", "4"},
            new String[] {"bert:seq=8", "--prefill"},
            new String[] {"gpt:seq=8,layers=1", "--decode", "4", "--train"},
            new String[] {"gpt:seq=8,layers=1", "--decode", "0"})) {
      assertTrue(simulate(words) != CommandLineTool.DONE, words[0]);
    }
    assertTrue(err.toString().contains("gpt or llama"), err::toString);
  }

  @Test
  void anUnknownDeviceIsRefusedInOneSentence() {
    assertEquals(CommandLineTool.REFUSED, simulate("lenet", "--cluster", "8xA1000"));
    assertEquals(1, err.toString().strip().lines().count(), err::toString);
  }
}
