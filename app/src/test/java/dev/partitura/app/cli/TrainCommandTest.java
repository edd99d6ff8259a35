package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line, Object... more) {
    var words = new ArrayList<>(List.of(line.split(" ")));
    for (var word : more) {
      words.add(word.toString());
    }
    var executor = new LocalExecutor();
    return new CommandLineTool(
            new LoweringRunner(executor),
            executor,
            _ -> {},
            new PrintWriter(out),
            new PrintWriter(err))
        .run(words.toArray(String[]::new));
  }

  private JsonNode report(String line, Object... more) throws IOException {
    var file = folder.resolve("report.json");
    assertEquals(CommandLineTool.DONE, run(line + " --report " + file, more), err::toString);
    return new ObjectMapper().readTree(file.toFile());
  }

  private static double[] losses(JsonNode report) {
    return StreamSupport.stream(report.get("lossPerStep").spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data=2",
        "data=2,micro-batches=2,collective=tree",
        "data=2,bucket-bytes=100",
        "data=2,zero=1",
        "data=2,zero=2,micro-batches=2",
        "data=2,zero=3",
        "pipeline=2,micro-batches=4,schedule=gpipe",
        "pipeline=2,micro-batches=4,schedule=1f1b",
        "pipeline=2,micro-batches=4,schedule=zb-h1",
        "pipeline=2,micro-batches=4,schedule=1f1b,recompute=full",
        "tensor=2"
      })
  void everyPlanFollowsTheUnsplitTraining(String plan) throws IOException {
    var line = "train points --data spirals --steps 20 --batch 16 --cluster cpu:2";
    var alone = losses(report(line));
    var split = report(line + " --verify --plan " + plan);
    var comparison = split.get("verified").get("comparison").asText();
    assertTrue(List.of("identical", "within rounding").contains(comparison), comparison);
    assertTrue(out.toString().contains("its step equals the unsplit one"), out::toString);
    var others = losses(split);
    assertEquals(20, others.length);
    for (int step = 0; step < others.length; step++) {
      assertEquals(alone[step], others[step], 1e-5, "step " + (step + 1));
    }
    assertTrue(split.get("communicatedBytes").asLong() > 0);
    assertTrue(split.get("phases").get("B").asLong() > 0);
    assertTrue(split.get("phases").get("U").asLong() > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "pipeline=2;micro-batches=4;schedule=gpipe, 0.2",
    "pipeline=2;micro-batches=4;schedule=1f1b, 0.2",
    "pipeline=2;data=2;micro-batches=2;schedule=1f1b, 0.3333333333333333",
    "pipeline=2;micro-batches=4;schedule=zb-v, -1",
    "data=2, -1"
  })
  void aPipelineReportsTheBubbleOfItsFormulaAndItsOwn(String plan, double formula)
      throws IOException {
    var report =
        report(
            "train points --data spirals --steps 4 --batch 16 --cluster cpu:4 --plan "
                + plan.replace(';', ','));
    var bubble = report.get("bubble");
    assertEquals(formula >= 0, bubble != null, report::toString);
    if (bubble != null) {
      assertEquals(formula, bubble.get("formula").asDouble(), 1e-12);
      double measured = bubble.get("measured").asDouble();
      assertTrue(measured > 0 && measured < 1, bubble::toString);
      assertTrue(out.toString().contains(" by the formula of "), out::toString);
    }
  }

  @Test
  void spiralsAreLearnt() throws IOException {
    var report = report("train points --data spirals --steps 1500 --batch 32 --learning-rate 0.01");
    assertTrue(report.get("accuracy").asDouble() > 0.97, report.get("accuracy").toString());
  }

  @Test
  void whatIsStoppedGoesOnBitForBit() throws IOException {
    var line = "train points --data xor --batch 16 --optimizer adamw";
    var whole = losses(report(line + " --steps 12"));
    var points = folder.resolve("points");
    assertEquals(
        CommandLineTool.DONE,
        run(line + " --steps 7 --every 3 --checkpoint " + points),
        err::toString);
    assertTrue(Files.exists(points.resolve("step-3")));
    var resumed = losses(report(line + " --steps 12 --resume " + points));
    for (int step = 0; step < whole.length; step++) {
      assertEquals(whole[step], resumed[step], 0.0);
    }
    assertEquals(
        CommandLineTool.REFUSED,
        run("train points --data xor --batch 8 --optimizer adamw --steps 12 --resume " + points));
    assertTrue(err.toString().contains("was trained with batch 16, not 8"), err::toString);
    var other = " --data xor --batch 16 --steps 12 --resume " + points;
    assertEquals(CommandLineTool.REFUSED, run("train points --optimizer sgd" + other));
    assertTrue(err.toString().contains("was trained with optimizer adamw, not sgd"), err::toString);
    assertEquals(
        CommandLineTool.REFUSED, run("train points --optimizer adamw --learning-rate 0.5" + other));
    assertTrue(err.toString().contains("learning rate of its own, not 0.5"), err::toString);
  }

  /// The file is known by what is in it, whatever path leads there.
  @Test
  void aCheckpointKnowsTheDataByTheirContents() throws IOException {
    var data = folder.resolve("points.csv");
    var rows = new StringBuilder();
    for (int row = 0; row < 40; row++) {
      rows.append(row % 7).append(',').append(row % 5).append(',').append(row % 2).append('\n');
    }
    Files.writeString(data, rows);
    var points = folder.resolve("states");
    var line = "train points --batch 8 --steps %d --data %s --%s " + points;
    assertEquals(CommandLineTool.DONE, run(line.formatted(2, data, "checkpoint")), err::toString);
    var roundabout = folder.resolve("states").resolve("..").resolve("points.csv");
    assertEquals(CommandLineTool.DONE, run(line.formatted(4, roundabout, "resume")), err::toString);
    Files.writeString(data, rows.toString().replace("6,", "5,"));
    assertEquals(CommandLineTool.REFUSED, run(line.formatted(4, data, "resume")));
    assertTrue(err.toString().contains("was trained with data points.csv ("), err::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data=2",
        "data=2,average-every=2",
        "data=2,zero=1",
        "data=2,zero=3,micro-batches=2",
        "pipeline=2,micro-batches=3,schedule=1f1b",
        "pipeline=2,micro-batches=4,schedule=zb-h1",
        "pipeline=2,micro-batches=4,recompute=full",
        "tensor=2"
      })
  void everyPlanTakesTheUnsplitStepInBfloat16(String plan) throws IOException {
    var line = "train points --data spirals --batch 24 --cluster cpu:2 --steps 3 --verify --plan ";
    var report = report(line + plan + ",precision=bf16");
    assertEquals("bf16", report.get("precision").asText());
    assertEquals("fp32", report.get("exchangedPrecision").asText());
    assertTrue(
        List.of("identical", "within rounding")
            .contains(report.get("verified").get("comparison").asText()),
        report::toString);
    assertNotEquals(
        report(line + plan).get("lossPerStep").get(0).asDouble(),
        report.get("lossPerStep").get(0).asDouble());
  }

  /// The bias of the keys of attention has a gradient of nothing but rounding.
  @ParameterizedTest
  @ValueSource(strings = {"tensor=2", "data=2", "pipeline=2,micro-batches=2,schedule=1f1b"})
  void whatRoundingLeavesOfAZeroIsNoDifference(String plan) throws IOException {
    var line = "train copier --data copy --batch 8 --cluster cpu:2 --steps 2 --verify --plan ";
    for (var precision : List.of("fp32", "bf16")) {
      var report = report(line + plan + " --precision " + precision);
      assertEquals(
          "within rounding", report.get("verified").get("comparison").asText(), report::toString);
    }
  }

  @Test
  void digitsAreLearnedInBfloat16() throws IOException {
    var report = report("train lenet --data digits --steps 400 --precision bf16 --cluster cpu:1");
    assertTrue(report.get("accuracy").asDouble() > 0.97, report.get("accuracy")::toString);
    assertTrue(out.toString().contains("Computed in bfloat16"), out::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--precision fp8|fp8 names no precision, and there are fp32 and bf16.",
        "--plan single,precision=bf16 --precision fp32|The plan says precision=bf16, and --precision fp32 is asked for.",
        "--plan data=2,global-batch=64 --batch 32|The plan says global-batch=64, and a batch of 32 samples is asked for.",
        "--plan data=2,micro-batch=5 --batch 32|A global batch of 32 samples is no whole number of micro-batches of 5 on 2 replicas: 2 are left over."
      })
  void whatDoesNotGoTogetherIsRefused(String words, String sentence) {
    assertEquals(
        CommandLineTool.REFUSED,
        run("train points --data spirals --cluster cpu:2 --steps 1 " + words));
    assertTrue(err.toString().contains(sentence), err::toString);
  }

  @Test
  void aPlanSaysHowManySamplesAStepHas() throws IOException {
    var line = "train points --data spirals --cluster cpu:2 --steps 2 --plan data=2,micro-batch=4";
    var said = report(line + ",global-batch=24");
    assertEquals(24, said.get("batch").asInt());
    assertEquals(3, said.get("microBatches").asInt());
    assertEquals(4, said.get("microBatch").asInt());
    var asked = report(line + " --batch 24");
    assertEquals(said.get("lossPerStep"), asked.get("lossPerStep"));
    assertEquals(3, asked.get("microBatches").asInt());
  }

  @Test
  void averagingIsCheckedStepByStepAndGoesOnFromTheMiddle() throws IOException {
    var line =
        "train points --data spirals --batch 16 --cluster cpu:2 --verify --plan data=2,average-every=4";
    var whole = report(line + " --steps 12");
    assertEquals(4, whole.get("averageEvery").asInt());
    long once = whole.get("communicatedBytesOfAveraging").asLong();
    assertEquals(once / 4, whole.get("communicatedBytes").asLong());
    assertTrue(out.toString().contains("averaged every 4 steps"), out::toString);
    var points = folder.resolve("points");
    assertEquals(
        CommandLineTool.DONE,
        run(line + " --steps 7 --every 3 --checkpoint " + points),
        err::toString);
    var resumed = report(line + " --steps 12 --resume " + points);
    assertTrue(
        List.of("identical", "within rounding")
            .contains(resumed.get("verified").get("comparison").asText()));
    for (int step = 0; step < 12; step++) {
      assertEquals(losses(whole)[step], losses(resumed)[step], 0.0);
    }
    assertEquals(
        CommandLineTool.REFUSED,
        run("train points --data spirals --batch 16 --steps 12 --resume " + points));
    assertTrue(err.toString().contains("has parameters of its own"), err::toString);
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() {
    var file = folder.resolve("net.onnx");
    var points = folder.resolve("points");
    var network = SampleModels.network("points");
    OnnxWriter.write(network, file);
    var line = "train " + file + " --data xor --batch 8 --steps 2 --cluster cpu:1";
    assertEquals(CommandLineTool.DONE, run(line + " --checkpoint " + points), err::toString);
    var renamed = new HashMap<>(network.initializers());
    var first = network.ops().getFirst();
    renamed.put("another", renamed.remove(first.inputs().get(1)));
    var inputs = new ArrayList<>(first.inputs());
    inputs.set(1, "another");
    var ops = new ArrayList<>(network.ops());
    ops.set(0, first.withInputs(inputs));
    OnnxWriter.write(network.withOps(ops).withInitializers(renamed), file);
    assertEquals(
        CommandLineTool.REFUSED, run(line.replace("steps 2", "steps 4") + " --resume " + points));
    assertTrue(err.toString().contains("does not fit the network"), err::toString);
  }

  @Test
  void aBatchThatANetworkOfAFixedBatchDoesNotTakeIsRefused() {
    var file = folder.resolve("fixed.onnx");
    var network = SampleModels.network("points");
    var input = network.inputs().getFirst();
    var type = Objects.requireNonNull(input.type());
    var three = type.withShape(type.knownShape().withSize(0, 3));
    OnnxWriter.write(network.withInputs(List.of(new Value(input.name(), three))), file);
    var line = "train " + file + " --data xor --steps 1 --cluster cpu:1 --batch ";
    assertEquals(CommandLineTool.REFUSED, run(line + 8));
    assertTrue(err.toString().contains("the network takes batches of 3"), err::toString);
    assertEquals(CommandLineTool.DONE, run(line + 6), err::toString);
  }

  @Test
  void filesAreCheckedBeforeTraining() throws IOException {
    var file = folder.resolve("one");
    assertEquals(
        CommandLineTool.USAGE,
        run("train points --data xor --steps 2 --save " + file + " --report " + file));
    assertTrue(err.toString().contains("is the file of --save too"), err::toString);
    assertEquals(
        CommandLineTool.USAGE,
        run("train points --data xor --steps 2 --save " + file + " --checkpoint " + file));
    Files.writeString(file, "a file");
    assertEquals(
        CommandLineTool.REFUSED, run("train points --data xor --steps 2 --checkpoint " + file));
    assertEquals("", out.toString());
    assertTrue(!err.toString().contains("step 1"), err::toString);
  }

  @Test
  void theTraceTellsMessagesFromSums() throws IOException {
    var file = folder.resolve("trace.json");
    assertEquals(
        CommandLineTool.DONE,
        run("train points --data xor --steps 2 --plan data=2 --cluster cpu:2 --trace " + file),
        err::toString);
    var categories = new HashSet<String>();
    new ObjectMapper()
        .readTree(file.toFile())
        .findValues("cat")
        .forEach(category -> categories.add(category.asText()));
    assertTrue(categories.containsAll(List.of("transfer", "reduction")), categories.toString());
  }

  @Test
  void theTrainedNetworkIsSaved() throws IOException {
    var file = folder.resolve("trained.onnx");
    assertEquals(
        CommandLineTool.DONE,
        run("train points --data spirals --steps 3 --save " + file),
        err::toString);
    var before = SampleModels.network("points");
    var after = OnnxReader.read(file);
    assertEquals(before.initializers().keySet(), after.initializers().keySet());
    var name = before.initializers().keySet().iterator().next();
    assertNotEquals(
        before.initializers().get(name).tensor().doubleAt(0),
        after.initializers().get(name).tensor().doubleAt(0));
  }

  @Test
  void aLossThatIsNoNumberStopsAndNamesTheOp() {
    var file = folder.resolve("last.onnx");
    assertEquals(
        CommandLineTool.REFUSED,
        run(
            "train mlp --data digits --optimizer sgd --learning-rate 1e30 --steps 9 --save "
                + file));
    assertTrue(err.toString().contains("is no number: that begins at "), err::toString);
    assertTrue(Files.exists(file), "the last good state is kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train lenet --data spirals | takes
          train points --data nothing | nothing
          train copier --data digits | takes
          train points --data xor --plan pipeline=9 --cluster cpu:2 | needs 9 devices
          train points --data xor --optimizer best | no optimizer
          train points --data xor --resume nowhere | holds no checkpoint
          train points --data xor --plan data=2,collective=star --cluster cpu:2 | collective
          train points --data xor --plan data=2 --cluster cpu:2 --batch 5 | 5
          """)
  void whatCannotBeTrainedIsRefusedInASentence(String line, String named) {
    assertEquals(CommandLineTool.REFUSED, run(line));
    assertTrue(err.toString().contains(named), err::toString);
    assertTrue(err.toString().lines().count() <= 2, err::toString);
  }
}
