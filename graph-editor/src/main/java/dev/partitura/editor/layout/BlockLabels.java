package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Names blocks that were found in the structure: by what the names of their weights begin with,
/// `fire2` for `fire2/squeeze1x1_w` and `fire2/expand1x1_w`, else by what they do and a number.
final class BlockLabels {
  private static final String SEPARATORS = "/._:-";
  private static final int LEAST_LETTERS = 2;

  private final Network network;
  private final OpGraph graph;
  private final WeightMakers makers;
  private final Map<String, Integer> numbers = new HashMap<>();

  /// What the names of all weights begin with, such as `gpu_0/`, tells nothing apart.
  private final String everywhere;

  BlockLabels(Network network, OpGraph graph, WeightMakers makers) {
    this.network = network;
    this.graph = graph;
    this.makers = makers;
    everywhere = shared(weights(network.ops()));
  }

  /// `residual 4 … 10` for `residual 4` to `residual 10`.
  static String range(String first, String last) {
    int number = last.lastIndexOf(' ') + 1;
    boolean alike = number > 0 && first.startsWith(last.substring(0, number));
    return first + " … " + (alike ? last.substring(number) : last);
  }

  /// The same blocks with labels, no two alike.
  ///
  /// @param within path of the block around them
  List<Block> named(List<Block> blocks, String within) {
    var byWeights =
        blocks.stream().collect(Collectors.groupingBy(this::ofWeights, Collectors.counting()));
    return blocks.stream()
        .map(block -> {
          var common = ofWeights(block);
          boolean telling = !common.isEmpty() && byWeights.getOrDefault(common, 0L) == 1;
          // The first op tells blocks of one network apart and stays when others are edited.
          var path = (within.isEmpty() ? "" : within + "/") + "~" + block.ops().getFirst().name();
          return new Block(path, telling ? common : ofKinds(block), block.ops(), block.children());
        })
        .toList();
  }

  private String ofWeights(Block block) {
    var names =
        weights(block.ops().stream().map(id -> network.ops().get(graph.index(id))).toList());
    var path = names.size() < 2 ? "" : shared(names);
    var label = path.equals(everywhere) ? "" : lastPart(path);
    return label.chars().filter(Character::isLetter).count() < LEAST_LETTERS ? "" : label;
  }

  private Set<String> weights(List<Op> ops) {
    return ops.stream()
        .flatMap(op -> op.inputs().stream())
        .filter(this::isWeight)
        .collect(Collectors.toSet());
  }

  /// The parts of a path that all names begin with.
  private static String shared(Set<String> names) {
    var prefix = names.stream().reduce(BlockLabels::common).orElse("");
    int end = prefix.length();
    int whole = end;
    boolean ends =
        names.stream()
            .allMatch(
                name -> name.length() == whole || SEPARATORS.indexOf(name.charAt(whole)) >= 0);
    while (!ends && end > 0 && SEPARATORS.indexOf(prefix.charAt(end - 1)) < 0) {
      end--;
    }
    while (end > 0 && SEPARATORS.indexOf(prefix.charAt(end - 1)) >= 0) {
      end--;
    }
    return prefix.substring(0, end);
  }

  private boolean isWeight(String value) {
    var producer = graph.producer(value);
    return producer < 0 ? network.initializers().containsKey(value) : makers.isMaker(producer);
  }

  private static String common(String a, String b) {
    int end = 0;
    while (end < Math.min(a.length(), b.length()) && a.charAt(end) == b.charAt(end)) {
      end++;
    }
    return a.substring(0, end);
  }

  /// `layer1.0` of `encoder.layer1.0`: a bare number counts the word before it.
  private static String lastPart(String path) {
    int start = path.length();
    boolean letters = false;
    for (; start > 0; start--) {
      char c = path.charAt(start - 1);
      if (letters && (c == '/' || c == '.')) {
        break;
      }
      letters |= Character.isLetter(c);
    }
    return path.substring(start);
  }

  /// The kinds that a piece of a stretch begins and ends with tell more than what it does.
  private String ofKinds(Block block) {
    var kinds = block.label();
    if (kinds.isEmpty()) {
      return ofStructure(block);
    }
    int number = numbers.merge(kinds, 1, Integer::sum);
    return number == 1 ? kinds : kinds + " " + number;
  }

  private String ofStructure(Block block) {
    var traits = EnumSet.noneOf(Trait.class);
    var inside = Set.copyOf(block.ops());
    boolean branches = false;
    boolean sums = false;
    for (var id : block.ops()) {
      int index = graph.index(id);
      var operator = Operators.find(network.ops().get(index));
      traits.addAll(operator == null ? Set.of() : operator.traits());
      sums |=
          operator != null
              && operator.has(Trait.RESIDUAL_SUM)
              && network.ops().get(index).inputs().stream().filter(v -> !isWeight(v)).count() > 1;
      branches |= graph.before(index).stream().map(this::id).filter(inside::contains).count() > 1;
    }
    var word =
        traits.contains(Trait.WEIGHS) && traits.contains(Trait.HEAD)
            ? "attention"
            : branches && traits.contains(Trait.JOINS_BRANCHES)
                ? "branches"
                : sums ? "residual" : traits.contains(Trait.TAKES_SCALE) ? "conv" : "block";
    return word + " " + numbers.merge(word, 1, Integer::sum);
  }

  private OpId id(int op) {
    return network.ops().get(op).id();
  }
}
