package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which attributes ONNX's operators have, and in which operator sets. Source: the operator schemas
/// of https://github.com/onnx/onnx, sets 1 to 28 and those of ONNX's other domains.
final class OperatorAttributes {
  private static final Pattern WORD =
      Pattern.compile("(\\w+)(?:\\+(\\d+))?(?:-(\\d+)(?:>(\\w+))?)?");

  private static final Map<String, Map<String, Life>> OPERATORS = read();

  private OperatorAttributes() {}

  /// The sets that have one attribute.
  ///
  /// @param since the first; 0 when the operator always had it
  /// @param gone the first that no longer has it
  /// @param input the input that took its place; empty when none did
  private record Life(int since, int gone, String input) {
    private static Life of(@Nullable String since, @Nullable String gone, @Nullable String input) {
      return new Life(
          since == null ? 0 : Integer.parseInt(since),
          gone == null ? Integer.MAX_VALUE : Integer.parseInt(gone),
          Objects.requireNonNullElse(input, ""));
    }

    private boolean has(int set) {
      return set >= since && set < gone;
    }
  }

  private static Map<String, Map<String, Life>> read() {
    try (var in = OperatorAttributes.class.getResourceAsStream("operator-attributes.txt");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      var operators = new HashMap<String, Map<String, Life>>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          var words = List.of(line.split(" "));
          operators.put(words.getFirst(), lives(words.subList(1, words.size())));
        }
      }
      return Map.copyOf(operators);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Map<String, Life> lives(List<String> words) {
    var lives = new TreeMap<String, Life>();
    for (var word : words) {
      var parts = WORD.matcher(word);
      if (!parts.matches()) {
        throw new IllegalStateException("No attribute: " + word);
      }
      lives.put(parts.group(1), Life.of(parts.group(2), parts.group(3), parts.group(4)));
    }
    return lives;
  }

  private static @Nullable Map<String, Life> of(String domain, String type) {
    return OPERATORS.get(domain.isEmpty() ? type : domain + "." + type);
  }

  /// Whether an operator's attribute stands in a set; true where the operator is not ONNX's, and
  /// for names with two underscores in front, which ONNX leaves to programs.
  static boolean has(String domain, String type, String attribute, int set) {
    var lives = of(domain, type);
    if (lives == null || attribute.startsWith("__")) {
      return true;
    }
    var life = lives.get(attribute);
    return life != null && life.has(set);
  }

  /// The first set that has every attribute of the op; 0 where all sets that have the operator do.
  static int needed(Op op) {
    var lives = Objects.requireNonNullElse(of(op.domain(), op.type()), Map.<String, Life>of());
    return op.attributes().byName().keySet().stream()
        .filter(lives::containsKey)
        .mapToInt(name -> Objects.requireNonNull(lives.get(name)).since())
        .max()
        .orElse(0);
  }

  /// What is wrong with the op's attributes under a set.
  static List<Problem> check(Op op, int set) {
    return op.attributes().byName().keySet().stream()
        .filter(name -> !has(op.domain(), op.type(), name, set))
        .map(name -> problem(op, name, set))
        .toList();
  }

  private static Problem problem(Op op, String name, int set) {
    var type = op.type();
    var lives = Objects.requireNonNull(of(op.domain(), type));
    var life = lives.get(name);
    if (life == null) {
      var known = new LinkedHashMap<>(lives);
      known.values().removeIf(other -> !other.has(set));
      return known.isEmpty()
          ? Problem.of("op.attribute.none", op.name(), op.name(), type, name, set)
          : Problem.of(
              "op.attribute.unknown", op.name(), op.name(), type, name, set, known.keySet());
    }
    if (set < life.since()) {
      return Problem.of("op.attribute.early", op.name(), op.name(), type, name, set, life.since());
    }
    var gone = String.valueOf(life.gone());
    return life.input().isEmpty()
        ? Problem.of("op.attribute.gone", op.name(), op.name(), type, name, set, gone)
        : Problem.of(
            "op.attribute.input", op.name(), op.name(), type, name, set, gone, life.input());
  }
}
