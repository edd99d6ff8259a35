package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs the ONNX project's own conformance cases through reader and reference kernels. They lie
/// beside the repository; where they are absent the test is skipped.
@NullMarked
@Tag("cases")
class PublishedCasesTest {
  private static final int PASSES_AT_LEAST = 1312;

  /// What one case came to; null when its outputs were right.
  private record Outcome(String name, @Nullable String complaint, String operators) {}

  @Test
  void publishedCasesGiveTheirOutputs() throws IOException {
    var root = casesFolder();
    assumeTrue(root != null, "Skipped: no folder shared/cases/onnx beside the repository");
    var outcomes = new ArrayList<Outcome>();
    for (var suite : List.of("node", "simple", "pytorch-operator", "pytorch-converted", "light")) {
      try (var cases = Files.list(requireNonNull(root).resolve(suite))) {
        cases.sorted().forEach(folder -> outcomes.add(run(folder)));
      }
    }
    long passed = outcomes.stream().filter(outcome -> outcome.complaint() == null).count();
    var byOperators =
        outcomes.stream()
            .filter(outcome -> outcome.complaint() != null)
            .collect(Collectors.groupingBy(Outcome::operators, TreeMap::new, Collectors.toList()));
    var report =
        new StringBuilder(passed + " of " + outcomes.size() + " cases give their outputs\n");
    byOperators.forEach((operators, failed) -> {
      report.append(operators).append(": ").append(failed.size()).append('\n');
      failed.forEach(outcome ->
          report
              .append("    ")
              .append(outcome.name())
              .append(": ")
              .append(outcome.complaint())
              .append('\n'));
    });
    System.out.println(report);
    assertTrue(passed >= PASSES_AT_LEAST, report.toString());
  }

  private static @Nullable Path casesFolder() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var cases = folder.resolve("shared/cases/onnx");
      if (Files.isDirectory(cases)) {
        return cases;
      }
    }
    return null;
  }

  private static Outcome run(Path folder) {
    var name = String.valueOf(folder.getFileName());
    var only = System.getProperty("cases.only");
    if (only != null && !name.contains(only)) {
      return new Outcome(name, null, "");
    }
    var operators = "?";
    try {
      var network = OnnxReader.read(folder.resolve("model.onnx"));
      operators =
          network.ops().stream()
              .map(Op::type)
              .distinct()
              .sorted()
              .limit(3)
              .collect(Collectors.joining(" "));
      var complaint = complaint(network, folder);
      return new Outcome(name, complaint, operators);
    } catch (ProblemException refused) {
      return new Outcome(name, "refused: " + refused.getMessage(), operators);
    } catch (IOException | RuntimeException fault) {
      return new Outcome(name, fault + " at " + fault.getStackTrace()[0], operators);
    }
  }

  private static @Nullable String complaint(Network network, Path folder) throws IOException {
    for (int set = 0; ; set++) {
      var data = folder.resolve("test_data_set_" + set);
      if (!Files.isDirectory(data)) {
        return set == 0 ? "no data" : null;
      }
      var feeds = new HashMap<String, Tensor>();
      for (int i = 0; Files.exists(data.resolve("input_" + i + ".pb")); i++) {
        var fed = TensorFile.read(data.resolve("input_" + i + ".pb"));
        feeds.put(network.inputs().get(i).name(), fed.tensor());
      }
      var types = TypeInference.infer(network);
      if (!types.problems().isEmpty()) {
        return "inference: " + types.problems().getFirst().sentence();
      }
      var outputs = NetworkEvaluation.run(network, feeds);
      for (int i = 0; i < outputs.size(); i++) {
        var expected = TensorFile.read(data.resolve("output_" + i + ".pb")).tensor();
        var inferred = types.type(network.outputs().get(i).name());
        var complaint = Tolerance.complaint(expected, outputs.get(i));
        if (complaint != null) {
          return "output " + i + ": " + complaint;
        }
        if (inferred == null || !admits(inferred, expected.type())) {
          return "output " + i + " was inferred as " + inferred + " but is " + expected.type();
        }
      }
    }
  }

  private static boolean admits(TensorType inferred, TensorType actual) {
    var shape = inferred.shape();
    if (inferred.dataType() != actual.dataType()
        || (shape != null && shape.rank() != actual.knownShape().rank())) {
      return false;
    }
    for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
      if (shape.isKnown(axis) && shape.size(axis) != actual.knownShape().size(axis)) {
        return false;
      }
    }
    return true;
  }
}
