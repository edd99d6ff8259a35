package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.cluster.CardFinder;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs every conformance case that lies beside the project and compares what `conform` dumped with
/// what was expected.
@Tag("cases")
class ConformCasesTest {
  private static final Path CASES = Path.of("../../shared/cases/onnx").toAbsolutePath().normalize();
  private static final Path FURTHER = CASES.resolveSibling("onnx-more");
  private static final Pattern JAVA_INTERNAL =
      Pattern.compile("\\w+(Exception|Error)\\b|\\bat [\\w.$]+\\(");
  private static final Pattern CUT_OFF =
      Pattern.compile("_FLOAT_to_BFLOAT16(_expanded)?@(13|15|19|21|23)$");
  private static final int SHORTEST_MESSAGE = 12;

  @TempDir Path folder;

  private enum Verdict {
    PASS,
    WRONG,
    REFUSED,
    UNCLEAR,
    ERROR
  }

  private record Judged(String name, Verdict verdict, String why) {}

  @Test
  void everyCaseGivesItsExpectedOutputs() throws IOException {
    var judged = judge(CASES, "cpu:1");
    var bad = judged.stream().filter(j -> j.verdict() != Verdict.PASS).toList();
    assertTrue(bad.isEmpty(), () -> bad.size() + " of " + judged.size() + " do not pass: " + bad);
  }

  /// Among these are operators that are not there. Files of the sets before 24 hold bfloat16
  /// numbers that were cut off from float32; here they are rounded, as ONNX says since set 24.
  @Test
  void everyFurtherCaseGivesItsExpectedOutputsOrIsRefusedClearly() throws IOException {
    var judged = judge(FURTHER, "cpu:1");
    var bad =
        judged.stream()
            .filter(j -> j.verdict() != Verdict.PASS && j.verdict() != Verdict.REFUSED)
            .filter(j -> !CUT_OFF.matcher(j.name()).find())
            .toList();
    assertTrue(bad.isEmpty(), () -> bad.size() + " of " + judged.size() + " are wrong: " + bad);
  }

  /// What a card has no kernel for is done on the host, and what has no place in memory that is
  /// planned ahead is refused.
  @ParameterizedTest
  @ValueSource(strings = {"onnx", "onnx-more"})
  void aCardGivesTheExpectedOutputsOrRefusesClearly(String cases) throws IOException {
    assumeTrue(
        !CardFinder.ofThisMachine().cards().isEmpty(),
        () -> "Skipped: " + CardFinder.ofThisMachine().absences());
    var judged = judge(CASES.resolveSibling(cases), "gpu:1");
    var bad =
        judged.stream()
            .filter(j -> j.verdict() != Verdict.PASS && j.verdict() != Verdict.REFUSED)
            .filter(j -> !CUT_OFF.matcher(j.name()).find())
            .toList();
    assertTrue(bad.isEmpty(), () -> bad.size() + " of " + judged.size() + " are wrong: " + bad);
    assertTrue(judged.stream().anyMatch(j -> j.verdict() == Verdict.PASS));
  }

  private List<Judged> judge(Path from, String cluster) throws IOException {
    assumeTrue(Files.isDirectory(from), "Skipped: there are no conformance cases in " + from);
    var cases = cases(from);
    var root = folder.resolve("root");
    for (var name : cases) {
      copyWithoutOutputs(from.resolve(name), root.resolve(name));
    }
    Files.write(root.resolve("cases.txt"), cases);
    var report = folder.resolve("report.jsonl");
    var dump = folder.resolve("dump");

    var tool =
        new CommandLineTool(new LoweringRunner(new LocalExecutor()), new LocalExecutor(), _ -> {});
    int exit =
        tool.run(
            "conform",
            root.toString(),
            "--report",
            report.toString(),
            "--dump",
            dump.toString(),
            "--cluster",
            cluster);

    assertEquals(CommandLineTool.DONE, exit);
    var judged = judge(from, cases, report, dump);
    print(from.getFileName() + "-" + cluster.replace(":", ""), judged);
    return judged;
  }

  private static List<String> cases(Path from) throws IOException {
    try (var lines = Files.lines(from.resolve("index.csv"))) {
      return lines.skip(1).map(line -> line.split(",", 2)[0]).toList();
    }
  }

  private static void copyWithoutOutputs(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!Objects.toString(file.getFileName()).startsWith("output_")) {
          var target = to.resolve(from.relativize(file));
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(file, target);
        }
      }
    }
  }

  private static List<Judged> judge(Path from, List<String> cases, Path report, Path dump)
      throws IOException {
    var json = new ObjectMapper();
    var last = new LinkedHashMap<String, JsonNode>();
    var order = new ArrayList<String>();
    for (var line : Files.readAllLines(report)) {
      var entry = json.readTree(line);
      var name = entry.get("case").asText();
      if (entry.get("status").asText().equals("start")) {
        order.add(name);
      } else {
        last.put(name, entry);
      }
    }
    assertEquals(cases, order, "Every case is started once, in order");
    assertEquals(cases, List.copyOf(last.keySet()), "Every case ends");
    var judged = new ArrayList<Judged>();
    for (var name : cases) {
      judged.add(judge(from, name, Objects.requireNonNull(last.get(name)), dump));
    }
    return judged;
  }

  private static Judged judge(Path from, String name, JsonNode entry, Path dump)
      throws IOException {
    var message = entry.get("message").asText();
    return switch (entry.get("status").asText()) {
      case "ran" -> compare(from, name, dump);
      case "refused" ->
          new Judged(name, isClear(message) ? Verdict.REFUSED : Verdict.UNCLEAR, message);
      default -> new Judged(name, Verdict.ERROR, message);
    };
  }

  private static boolean isClear(String message) {
    return message.length() >= SHORTEST_MESSAGE && !JAVA_INTERNAL.matcher(message).find();
  }

  private static Judged compare(Path from, String name, Path dump) throws IOException {
    try (var files = Files.walk(from.resolve(name))) {
      for (var expected :
          files
              .filter(f -> Objects.toString(f.getFileName()).startsWith("output_"))
              .sorted()
              .toList()) {
        var actual = dump.resolve(from.relativize(expected));
        if (!Files.exists(actual)) {
          return new Judged(name, Verdict.WRONG, actual.getFileName() + " is missing");
        }
        var difference =
            TensorComparison.difference(
                TensorFile.read(actual).tensor(), TensorFile.read(expected).tensor());
        if (!difference.isEmpty()) {
          return new Judged(name, Verdict.WRONG, actual.getFileName() + " " + difference);
        }
      }
    } catch (ProblemException unreadable) {
      return new Judged(name, Verdict.WRONG, String.valueOf(unreadable.getMessage()));
    }
    return new Judged(name, Verdict.PASS, "");
  }

  private static void print(String folder, List<Judged> judged) throws IOException {
    var suites = new TreeMap<String, Map<Verdict, Integer>>();
    for (var one : judged) {
      suites
          .computeIfAbsent(one.name().substring(0, one.name().indexOf('/')), _ -> new TreeMap<>())
          .merge(one.verdict(), 1, Integer::sum);
    }
    suites.forEach(
        (suite, counts) -> System.out.println("conform " + folder + " " + suite + ": " + counts));
    Files.write(
        Path.of("target", folder + "-verdicts.txt"),
        judged.stream().map(j -> j.verdict() + "\t" + j.name() + "\t" + j.why()).toList());
  }
}
