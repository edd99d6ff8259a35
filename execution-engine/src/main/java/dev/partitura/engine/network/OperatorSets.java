package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which operators the published operator sets of ONNX hold, and where an operator's meaning
/// changed. Source: the operator changelog of https://github.com/onnx/onnx, sets 1 to 28; two
/// operators that were experimental before set 9 count from 1.
public final class OperatorSets {
  /// The oldest set of every domain.
  public static final int OLDEST = 1;

  /// The newest set of each of ONNX's domains that is known here.
  private static final Map<String, Integer> NEWEST =
      Map.of(
          "", 28,
          "ai.onnx.ml", 5,
          "ai.onnx.training", 1,
          "ai.onnx.preview", 1,
          "ai.onnx.preview.training", 1);

  private static final Map<String, History> HISTORIES = read();

  private OperatorSets() {}

  /// The versions of one operator.
  ///
  /// @param since the sets that (re)defined it, ascending
  /// @param changed those of them under which it means something else than before
  /// @param gone the set that no longer has it; null when all since do
  /// @param successor the operator that took its place; empty when none did
  private record History(
      List<Integer> since, List<Integer> changed, @Nullable Integer gone, String successor) {
    private static History of(String[] words) {
      var since = new ArrayList<Integer>();
      var changed = new ArrayList<Integer>();
      Integer gone = null;
      var successor = "";
      for (int i = 1; i < words.length; i++) {
        var word = words[i];
        if (Character.isLetter(word.charAt(0))) {
          successor = word;
        } else if (word.charAt(0) == '-') {
          gone = Integer.valueOf(word.substring(1));
        } else {
          int version = Integer.parseInt(word);
          since.add(version);
          if (word.charAt(0) != '+') {
            changed.add(version);
          }
        }
      }
      return new History(List.copyOf(since), List.copyOf(changed), gone, successor);
    }

    private boolean has(int set) {
      return set >= since.getFirst() && (gone == null || set < gone);
    }
  }

  private static Map<String, History> read() {
    try (var in = OperatorSets.class.getResourceAsStream("operator-sets.txt");
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      var histories = new HashMap<String, History>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ");
        if (!line.startsWith("#")) {
          histories.put(words[0], History.of(words));
        }
      }
      return Map.copyOf(histories);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The newest known set of a domain, or null where the domain is not ONNX's.
  public static @Nullable Integer newest(String domain) {
    return NEWEST.get(domain);
  }

  /// The set that defined the version in force under `set`; `set` itself for an operator that ONNX
  /// does not have.
  public static int version(String type, int set) {
    var history = HISTORIES.get(type);
    return history == null
        ? set
        : history.since().stream().filter(since -> since <= set).max(Integer::compare).orElse(set);
  }

  /// Whether an op of ONNX's domain written for one set means the same under another.
  public static boolean sameMeaning(String type, int one, int other) {
    var history = HISTORIES.get(type);
    if (history == null) {
      return one == other;
    }
    int low = Math.min(one, other);
    int high = Math.max(one, other);
    return one == other
        || history.has(low)
            && history.has(high)
            && history.changed().stream().noneMatch(changed -> changed > low && changed <= high);
  }

  /// Whether an operator has an attribute under a set; true where the operator is not ONNX's.
  public static boolean hasAttribute(String domain, String type, String attribute, int set) {
    return OperatorAttributes.has(domain, type, attribute, set);
  }

  /// What is wrong with ops, and with attributes of ops, that the network's operator set does not
  /// have, in its bodies too.
  public static List<Problem> check(Network network) {
    var problems = new ArrayList<Problem>();
    check(network, network, problems);
    return problems;
  }

  private static void check(Network network, Network whole, List<Problem> problems) {
    for (var op : network.ops()) {
      @Nullable Integer set =
          op.domain().isEmpty() ? Integer.valueOf(whole.opset()) : whole.opsets().get(op.domain());
      if (set != null) {
        var problem = check(op, set);
        if (problem != null) {
          problems.add(problem);
        } else if (!op.attributes().byName().isEmpty()) {
          problems.addAll(OperatorAttributes.check(op, set));
        }
      }
      bodies(op).forEach(body -> check(body, whole, problems));
    }
  }

  private static @Nullable Problem check(Op op, int set) {
    var history = op.domain().isEmpty() ? HISTORIES.get(op.type()) : null;
    if (history == null || history.has(set)) {
      return null;
    }
    int first = history.since().getFirst();
    return set < first
        ? Problem.of("op.set.early", op.name(), op.name(), op.type(), set, first)
        : Problem.of(
            "op.set.gone",
            op.name(),
            op.name(),
            op.type(),
            set,
            String.valueOf(history.gone()),
            history.successor());
  }

  /// The network under the first set from its own on that has all its ops and their attributes,
  /// where they all mean the same there; else the network as it is.
  public static Network raised(Network network) {
    int set = network.opset();
    int needed = needed(network, set);
    return needed > set && sameUnder(network, set, needed) ? under(network, needed) : network;
  }

  private static int needed(Network network, int set) {
    int needed = set;
    for (var op : network.ops()) {
      var history = op.domain().isEmpty() ? HISTORIES.get(op.type()) : null;
      if (history != null) {
        needed = Math.max(needed, history.since().getFirst());
        needed = Math.max(needed, OperatorAttributes.needed(op));
      }
      for (var body : bodies(op)) {
        needed = Math.max(needed, needed(body, set));
      }
    }
    return needed;
  }

  private static boolean sameUnder(Network network, int from, int to) {
    return network.ops().stream()
        .allMatch(op ->
            (!op.domain().isEmpty()
                    || !has(op.type(), from) && has(op.type(), to)
                    || sameMeaning(op.type(), from, to))
                && bodies(op).stream().allMatch(body -> sameUnder(body, from, to)));
  }

  private static boolean has(String type, int set) {
    var history = HISTORIES.get(type);
    return history != null && history.has(set);
  }

  private static Network under(Network network, int set) {
    var opsets = new HashMap<>(network.opsets());
    opsets.put("", set);
    var ops =
        network.ops().stream()
            .map(op -> {
              var attributes = op.attributes();
              for (var entry : op.attributes().byName().entrySet()) {
                if (entry.getValue() instanceof Attribute.NetworkValue(var body)) {
                  attributes =
                      attributes.with(entry.getKey(), new Attribute.NetworkValue(under(body, set)));
                }
              }
              return op.withAttributes(attributes);
            })
            .toList();
    return new Network(
        network.name(),
        network.inputs(),
        network.outputs(),
        ops,
        network.initializers(),
        opsets,
        network.statedTypes());
  }

  private static List<Network> bodies(Op op) {
    if (!op.attributes().hasBodies()) {
      return List.of();
    }
    return op.attributes().byName().values().stream()
        .filter(Attribute.NetworkValue.class::isInstance)
        .map(value -> ((Attribute.NetworkValue) value).value())
        .toList();
  }
}
