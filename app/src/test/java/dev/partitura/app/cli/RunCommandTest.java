package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.ComparedRuns;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
  private static final String SPLIT = "run mlp --plan pipeline=2,micro-batches=8 --cluster cpu:2";

  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(PlanRunner executor, String line, Object... more) {
    var words = new ArrayList<>(List.of(line.split(" ")));
    for (var word : more) {
      words.add(word.toString());
    }
    return new CommandLineTool(executor, _ -> {}, new PrintWriter(out), new PrintWriter(err))
        .run(words.toArray(String[]::new));
  }

  private void done(String line, Object... more) {
    assertEquals(
        CommandLineTool.DONE,
        run(new LoweringRunner(new LocalExecutor()), line, more),
        err::toString);
  }

  private String row(String name) {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElse("")
        .substring(Math.min(out.toString().length(), name.length()))
        .strip();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void theSpeedUpIsOverTheSameSamples() throws IOException {
    var report = folder.resolve("report.json");
    done(SPLIT + " --repeat 4 --speedup --report", report);
    var json = json(report);
    assertEquals(8, json.at("/batch").asInt());
    assertEquals(4, json.at("/repeats").asInt());
    assertEquals(4, json.at("/unsplit/repeats").asInt());
    // Rates of as many samples: the factor is that of the times as well.
    assertEquals(
        json.at("/unsplit/iterationNanos/median").asDouble()
            / json.at("/iterationNanos/median").asDouble(),
        json.at("/speedup").asDouble(),
        1e-9);
    assertTrue(row("speed-up").contains("same samples"), out::toString);
  }

  @Test
  void dependencesAreWrittenWithTheirReasons() throws IOException {
    var table = folder.resolve("edges.csv");
    done(SPLIT + " --dependences", table);
    var rows = Files.readAllLines(table);
    assertTrue(rows.getFirst().startsWith("from,to,from_name"), rows::toString);
    assertTrue(rows.stream().anyMatch(row -> row.contains(",RAW,cut,")), rows::toString);
    assertTrue(rows.stream().anyMatch(row -> row.contains(",WAR,frame,")), rows::toString);
    assertTrue(rows.stream().anyMatch(row -> row.contains(",ORDER,schedule,")), rows::toString);
    var text = folder.resolve("edges.txt");
    assertNotEquals(CommandLineTool.DONE, run(NEVER, SPLIT + " --dependences", text));
    assertTrue(err.toString().contains(".graphml"), err::toString);
  }

  @Test
  void theSummarySaysWhatWasRunAndHow() {
    done(SPLIT + " --repeat 3 --warmup 5");
    assertEquals("pipeline, 2 stages, 8 micro-batches, on cpu0 cpu1", row("plan"));
    assertEquals("8 samples in micro-batches of 1", row("batch"));
    assertEquals("3 iterations after 5 warm-ups", row("measured"));
    assertTrue(row("iteration").matches("median .*, quartiles .* and .*, minimum .*, maximum .*"));
    assertTrue(row("throughput").matches(".* over the wall time, .* by the median iteration"));
    assertTrue(row("load").matches("average .*, other processes .*"), row("load"));
  }

  @Test
  void oneRunHasOneLatency() {
    done("run mlp --warmup 1");
    assertFalse(row("latency").matches(".*(p50|p95|p99|,).*"), row("latency"));
    assertFalse(row("iteration").contains("median"), row("iteration"));
  }

  @Test
  void itWarmsUpUntilTheTimesSettleUnlessTold() throws IOException {
    var report = folder.resolve("report.json");
    done("run mlp --report", report);
    assertTrue(json(report).at("/warmups").asInt() >= 10);
    done("run mlp --warmup 3 --report", report);
    assertEquals(3, json(report).at("/warmups").asInt());
    assertTrue(json(report).at("/settled").isNull());
  }

  @Test
  void theMedianOfTwoIsTheirMean() throws IOException {
    var report = folder.resolve("report.json");
    done("run mlp --repeat 2 --report", report);
    var times = json(report).at("/iterationNanos");
    assertEquals(
        (times.get("minimum").asDouble() + times.get("maximum").asDouble()) / 2,
        times.get("median").asDouble(),
        1e-6);
  }

  @Test
  void verifiedOutputsAreSaidToAgree() throws IOException {
    var report = folder.resolve("report.json");
    done("run mlp --batch 4 --plan task=2 --cluster cpu:2 --warmup 0 --verify --report", report);
    assertEquals("outputs equal the unsplit run bit for bit", row("verified"));
    assertEquals("identical", json(report).at("/outputs/comparison").asText());
    assertTrue(json(report).at("/speedup").isMissingNode());
    done(SPLIT + " --warmup 0 --verify");
    // Matrix kernels of some processors sum one row in another order than several.
    assertTrue(
        Stream.of("equal the unsplit run bit for bit", "within rounding of the unsplit run")
            .anyMatch(out.toString()::contains));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verify", "--speedup"})
  void outputsThatDifferAreRefused(String option) {
    int exit =
        run(
            new Spoiling(new LoweringRunner(new LocalExecutor())),
            SPLIT + " --warmup 0",
            option,
            "--report",
            folder.resolve("report.json"),
            "--output-dir",
            folder.resolve("out"));
    assertEquals(CommandLineTool.REFUSED, exit);
    assertTrue(
        err.toString()
            .matches(
                "(?s)The outputs differ from those of the unsplit run: output output/linear:0 is"
                    + " 1234.5 and not -?[0-9.E-]+ at \\[2, 3\\] .*"),
        err::toString);
    assertEquals("", out.toString());
    assertFalse(Files.exists(folder.resolve("report.json")));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void whatIsNotSplitAgreesWithItself() {
    done("run mlp --warmup 0 --verify");
    assertEquals("outputs equal the unsplit run bit for bit", row("verified"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--batch 0",
        "--batch -1",
        "--batch many",
        "--batch 1.5",
        "--batch 99999999999",
        "--repeat 0",
        "--repeat x",
        "--repeat 3000000000",
        "--warmup -1",
        "--seed x"
      })
  void numbersThatMakeNoSenseAreToldInOneSentence(String option) {
    assertEquals(CommandLineTool.USAGE, run(NEVER, "run mlp " + option));
    var message = err.toString().strip();
    assertTrue(message.startsWith(option + " is "), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void whatCannotBeWrittenIsNoticedBeforeTheRun() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "kept");
    for (var wrong : List.of(folder, folder.resolve("no/such/file"), file.resolve("inside"))) {
      for (var option : List.of("--report", "--trace")) {
        assertEquals(CommandLineTool.REFUSED, run(NEVER, "run mlp", option, wrong));
      }
    }
    assertEquals(CommandLineTool.REFUSED, run(NEVER, "run mlp --output-dir", file));
    assertEquals(CommandLineTool.REFUSED, run(NEVER, "bench --report", folder));
    assertEquals(CommandLineTool.REFUSED, run(NEVER, "open mlp --snapshot", folder));
    assertEquals("kept", Files.readString(file));
    assertEquals(9, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("a file of that name stands there"), err::toString);
  }

  @Test
  void aRunThatEndsEarlyLeavesNoFolder() {
    var outputs = folder.resolve("new/outputs");
    assertEquals(CommandLineTool.REFUSED, run(NEVER, "run mlp --output-dir", outputs));
    assertTrue(err.toString().contains("It ran"), err::toString);
    assertFalse(Files.exists(folder.resolve("new")));
  }

  @Test
  void oneFileIsNotWrittenTwiceNorOverWhatIsRead() throws IOException {
    var model = folder.resolve("mlp.onnx");
    OnnxWriter.write(SampleModels.network("mlp"), model);
    var report = folder.resolve("report.json");
    var same = Files.createDirectory(folder.resolve("sub")).resolve("../report.json");
    assertEquals(CommandLineTool.USAGE, run(NEVER, "run mlp --trace", report, "--report", same));
    assertEquals(CommandLineTool.USAGE, run(NEVER, "run", model, "--report", model));
    var link = Files.createSymbolicLink(folder.resolve("link.onnx"), model);
    assertEquals(CommandLineTool.USAGE, run(NEVER, "run", link, "--trace", model));
    assertEquals(3, err.toString().lines().count(), err::toString);
  }

  @Test
  void theReportMayLieAmongTheOutputs() {
    var outputs = folder.resolve("new/outputs");
    done("run mlp --warmup 0 --output-dir", outputs, "--report", outputs.resolve("report.json"));
    assertTrue(Files.exists(outputs.resolve("report.json")));
  }

  /// Where a run is refused beforehand, nothing runs.
  private static final PlanRunner NEVER =
      new PlanRunner() {
        @Override
        public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
          throw new AssertionError("It ran");
        }

        @Override
        public List<RunResult> runByTurns(
            List<RunRequest> requests, Cancellation cancellation, Progress progress) {
          throw new AssertionError("It ran");
        }

        @Override
        public ComparedRuns runBesideUnsplit(
            RunRequest request, Cancellation cancellation, Progress progress) {
          throw new AssertionError("It ran");
        }
      };

  /// Gives a wrong number for split runs.
  private record Spoiling(PlanRunner right) implements PlanRunner {
    @Override
    public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
      var result = right.run(request, cancellation, progress);
      if (!request.isUnsplit()) {
        result.outputs().values().iterator().next().setFloat(23, 1234.5f);
      }
      return result;
    }

    @Override
    public List<RunResult> runByTurns(
        List<RunRequest> requests, Cancellation cancellation, Progress progress) {
      return requests.stream().map(request -> run(request, cancellation, progress)).toList();
    }

    @Override
    public ComparedRuns runBesideUnsplit(
        RunRequest request, Cancellation cancellation, Progress progress) {
      var result = run(request, cancellation, progress);
      var unsplit =
          right.run(
              request.unsplit(result.conditions().batch(), result.conditions().runs()),
              cancellation,
              progress);
      return new ComparedRuns(
          result, unsplit, OutputComparison.of(result, unsplit, request.network()));
    }
  }
}
