package dev.partitura.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.operator.Operators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is known about an operator stands in its own file: nothing else names one.
class OperatorNamesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern WORD = Pattern.compile("\"(\\w+)\"");
  private static final Pattern COMMENT = Pattern.compile("(?m)//.*$");

  /// Folders whose business is to name operators.
  private static final Set<String> OWNERS =
      Set.of(
          // the operators themselves
          "engine/operator/",
          // which kernel computes which operator
          "engine/backend/",
          // losses and the ways back from them are made of ops
          "engine/training/",
          // networks are made of ops
          "dev/partitura/samples/");

  /// Single files, each with its reason.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "engine/network/onnx/AttributeDecoder.java",
          "the format gives Constant attributes that are read before there are operators",
          "engine/network/onnx/FunctionInliner.java",
          "inlining puts an Identity where a function hands an input on",
          "app/bench/GraphCases.java",
          "the benchmark draws graphs that it makes, as the samples make theirs",
          "app/bench/LoweringCases.java",
          "the benchmark lowers a chain that it makes, as the samples make theirs",
          "engine/task/sequence/CausalScores.java",
          "attention that looks back is found among ops",
          "engine/task/sequence/PieceOps.java",
          "pieces of a value are cut and joined by ops of the network",
          "engine/task/partition/Exchanges.java",
          "what shards exchange is put together by ops of the network",
          "editor/palette/BlockTemplate.java",
          "a template is a small network, made of ops as the samples are");

  @Test
  void onlyItsOwnFileNamesAnOperator() throws IOException {
    var names = Operators.all().stream().map(o -> o.signature().type()).collect(Collectors.toSet());
    var found = new TreeMap<String, Set<String>>();
    try (var files = Files.walk(ROOT, 14)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("src/main/java"))
          .forEach(file -> {
            var named = named(file, names);
            if (!named.isEmpty()) {
              found.put(file.toString().replaceAll(".*src/main/java/dev/partitura/", ""), named);
            }
          });
    }
    assertTrue(found.keySet().stream().anyMatch(file -> file.startsWith("engine/operator/")));
    found.keySet().removeIf(file -> OWNERS.stream().anyMatch(("dev/partitura/" + file)::contains));
    var unused = new TreeSet<>(EXCEPTIONS.keySet());
    unused.removeAll(found.keySet());
    found.keySet().removeAll(EXCEPTIONS.keySet());
    assertEquals(Map.of(), found, "these files name operators");
    assertEquals(Set.of(), unused, "these exceptions are no longer needed");
  }

  private static Set<String> named(Path file, Set<String> names) {
    try {
      var code = COMMENT.matcher(Files.readString(file)).replaceAll("");
      return WORD.matcher(code)
          .results()
          .map(word -> word.group(1))
          .filter(names::contains)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
