package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Small networks made after public bug reports, under every plan that their index names: the
/// outputs expected, or a refusal that is true.
class ReportCasesTest {
  private static final Path CASES =
      Path.of("../../shared/cases/reports").toAbsolutePath().normalize();
  private static final Path INDEX = CASES.resolve("index.csv");
  private static final Set<String> EVERY_PLAN =
      Set.of(
          "single", "task", "data=2", "pipeline=2,micro-batches=2", "pipeline=2,micro-batches=4");
  private static final Pattern PLAN =
      Pattern.compile("single|task|data=\\d+|pipeline=\\d+(,micro-batches=\\d+)?");

  /// Where a true refusal is as right as the outputs, even of the whole: the input holds four of
  /// the batches that the network states, a branch uses a name twice, weights have 4 bits.
  private static final Set<String> MAY_BE_REFUSED =
      Set.of("fixed1_plan_disagree", "if_shadow", "q_int4_weights");

  /// Two rows cannot become one: no plan may run it.
  private static final String MUST_BE_REFUSED = "baked1_yolo_reshape_b2";

  /// Its outputs on file were made with activations of 8 bits and are a thousandth off.
  private static final String ROUNDED_ON_FILE = "q_int4_weights";

  private static final String CULPRIT = "head/Reshape";

  private static int rows;
  private static int right;
  private static int refused;
  private static int failed;

  @TempDir Path folder;

  private record Row(String name, String kind, Set<String> plans) {
    /// Operators, types or forms that we do not have: a clear refusal is what is asked for.
    boolean isForeign() {
      return kind.equals("refused clearly");
    }

    /// Row by row throughout: only too few ops for the stages are a true reason to refuse.
    boolean isLegalToSplit() {
      return kind.startsWith("J ") || kind.startsWith("C ");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRowIsRightOrTrulyRefused() throws IOException {
    assumeTrue(Files.exists(INDEX), "Skipped: there are no cases of public reports in " + CASES);
    return Files.readAllLines(INDEX).stream()
        .skip(1)
        .map(ReportCasesTest::row)
        .flatMap(this::tests);
  }

  private static Row row(String line) {
    var columns = columns(line);
    var plans = new LinkedHashSet<>(Set.of("single"));
    PLAN.matcher(columns.get(3)).results().map(MatchResult::group).forEach(plans::add);
    if (plans.size() == 1 && !columns.get(3).startsWith("single")) {
      plans.addAll(EVERY_PLAN);
    }
    return new Row(columns.get(0), columns.get(1), plans);
  }

  private static List<String> columns(String line) {
    var columns = new ArrayList<String>();
    var column = new StringBuilder();
    boolean quoted = false;
    for (char c : (line + ",").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(column.toString());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    return columns;
  }

  private Stream<DynamicTest> tests(Row row) {
    rows++;
    return row.plans().stream()
        .sorted()
        .map(plan -> dynamicTest(row.name() + " under " + plan, () -> counted(row, plan)));
  }

  private void counted(Row row, String plan) throws IOException {
    failed++;
    boolean ran = check(row, plan);
    failed--;
    right += ran ? 1 : 0;
    refused += ran ? 0 : 1;
  }

  @AfterAll
  static void count() {
    System.out.println(
        rows
            + " rows × plans: "
            + right
            + " right, "
            + refused
            + " refused truly, "
            + failed
            + " neither");
  }

  /// Whether it ran.
  private boolean check(Row row, String plan) throws IOException {
    var target = Files.createDirectories(folder.resolve(row.name()).resolve(plan));
    var trace = target.resolve("trace.json");
    var out = target.resolve("out");
    var err = new StringWriter();
    int exit = run(row, plan, out, trace, err);
    var message = err.toString().strip();
    if (exit != CommandLineTool.DONE) {
      assertEquals(CommandLineTool.REFUSED, exit, message);
      checkRefusal(row, plan, message);
      return false;
    }
    assertFalse(row.name().equals(MUST_BE_REFUSED), "It ran, and must be refused");
    checkOutputs(row, out);
    checkTrace(network(row), trace);
    return true;
  }

  private static int run(Row row, String plan, Path out, Path trace, StringWriter err)
      throws IOException {
    var line =
        new ArrayList<>(List.of("run", CASES.resolve(row.name()).resolve("model.onnx").toString()));
    for (var input : files(row, "input_")) {
      line.addAll(List.of("--input", TensorFile.read(input).name() + "=" + input));
    }
    line.addAll(
        List.of(
            "--plan",
            plan,
            "--cluster",
            "cpu:2",
            "--output-dir",
            out.toString(),
            "--trace",
            trace.toString()));
    var stdout = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      return new CommandLineTool(
              new LoweringRunner(new LocalExecutor()), _ -> {}, new PrintWriter(err))
          .run(line.toArray(String[]::new));
    } finally {
      System.setOut(stdout);
    }
  }

  private static List<Path> files(Row row, String prefix) throws IOException {
    try (var files = Files.list(CASES.resolve(row.name()).resolve("test_data_set_0"))) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  private static Network network(Row row) {
    return OnnxReader.read(CASES.resolve(row.name()).resolve("model.onnx"));
  }

  private static void checkRefusal(Row row, String plan, String message) {
    Refusal.assertPlain(message);
    if (row.isForeign()) {
      return;
    }
    Refusal.assertTrueOf(network(row), message);
    assertFalse(message.contains("from a file"), () -> "All inputs are given: " + message);
    if (row.name().equals(MUST_BE_REFUSED)) {
      assertTrue(message.contains(CULPRIT), () -> "Does not name " + CULPRIT + ": " + message);
    } else if (!MAY_BE_REFUSED.contains(row.name())) {
      boolean whole = plan.equals("single") || plan.equals("task");
      assertFalse(whole, () -> "It can be run whole, and was refused: " + message);
      boolean cut = message.contains("cannot be cut into");
      assertTrue(
          cut || !row.isLegalToSplit(), () -> "It can be split, and was refused: " + message);
    }
  }

  private static void checkOutputs(Row row, Path out) throws IOException {
    var network = network(row);
    for (var expected : files(row, "output_")) {
      int index =
          Integer.parseInt(expected.getFileName().toString().replaceAll("output_|\\.pb", ""));
      var name = network.outputs().get(index).name();
      var file = outputFile(out, name, index);
      var got = TensorFile.read(file);
      assertEquals(name, got.name(), () -> "the name in " + file.getFileName());
      var want =
          row.name().equals(ROUNDED_ON_FILE)
              ? halvedProduct(row)
              : TensorFile.read(expected).tensor();
      assertEquals("", TensorComparison.difference(got.tensor(), want), () -> "output " + name);
    }
    try (var files = Files.list(out)) {
      assertEquals(network.outputs().size(), files.count(), "One file for each output");
    }
  }

  /// X times the weights 1 to 6, which stand for halves.
  private static Tensor halvedProduct(Row row) throws IOException {
    var x = TensorFile.read(files(row, "input_").getFirst()).tensor();
    var product = new float[4];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 3; k++) {
          product[2 * i + j] += x.floatAt(3 * i + k) * 0.5f * (2 * k + j + 1);
        }
      }
    }
    return Tensor.ofFloats(product, 2, 2);
  }

  /// Named after the output, or by its place where two would share a name or a name is too long.
  private static Path outputFile(Path out, String name, int index) {
    return Stream.of("output_" + index + ".pb", name.replaceAll("[^A-Za-z0-9._-]", "_") + ".pb")
        .filter(file -> file.length() < 256)
        .map(out::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> fail("Output " + name + " was not written"));
  }

  /// Some readers of traces refuse escaped surrogates and raw control characters.
  private static void checkTrace(Network network, Path trace) throws IOException {
    var text = Files.readString(trace);
    new ObjectMapper().readTree(text);
    assertFalse(text.contains("\\ud") || text.contains("\\uD"), "The trace escapes surrogates");
    assertFalse(
        text.chars().anyMatch(c -> c == 0x7f || c < ' ' && c != '\n' && c != '\t' && c != '\r'),
        "The trace holds control characters");
    for (var op : network.ops()) {
      boolean plain = op.name().chars().allMatch(c -> c < 0x7f);
      assertTrue(
          plain || text.contains(op.name()), () -> "Op " + op.name() + " is not in the trace");
    }
  }
}
