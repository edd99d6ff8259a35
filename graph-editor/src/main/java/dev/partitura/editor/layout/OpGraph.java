package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ops of a network as numbers with their neighbours, for the search for blocks.
final class OpGraph {
  private final Network network;
  private final Map<OpId, Integer> indexes = new HashMap<>();
  private final List<Set<Integer>> before = new ArrayList<>();
  private final List<Set<Integer>> after = new ArrayList<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private final int[] order;
  private final int[] rank;

  OpGraph(Network network) {
    this.network = network;
    var ops = network.ops();
    for (int i = 0; i < ops.size(); i++) {
      indexes.put(ops.get(i).id(), i);
      before.add(new LinkedHashSet<>());
      after.add(new LinkedHashSet<>());
      for (var output : ops.get(i).outputs()) {
        producers.put(output, i);
      }
    }
    for (int i = 0; i < ops.size(); i++) {
      for (var value : ops.get(i).dependencies()) {
        var producer = producers.get(value);
        if (producer != null) {
          before.get(i).add(producer);
          after.get(producer).add(i);
        }
      }
    }
    order = inOrder();
    rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
  }

  private int[] inOrder() {
    try {
      return Topology.of(network).order();
    } catch (ProblemException circle) {
      var asWritten = new int[network.ops().size()];
      Arrays.setAll(asWritten, i -> i);
      return asWritten;
    }
  }

  /// Every op, in dependency order.
  int[] order() {
    return order;
  }

  /// The op that makes a value, or -1.
  int producer(String value) {
    return producers.getOrDefault(value, -1);
  }

  int index(OpId op) {
    return indexes.getOrDefault(op, -1);
  }

  /// Place of the op in dependency order.
  int rank(OpId op) {
    return rank[index(op)];
  }

  int rank(int op) {
    return rank[op];
  }

  Set<Integer> before(int op) {
    return before.get(op);
  }

  Set<Integer> after(int op) {
    return after.get(op);
  }

  /// Whether no path leaves these ops and comes back, so that they can be one node.
  boolean isConvex(Set<Integer> members) {
    int last = members.stream().mapToInt(op -> rank[op]).max().orElse(0);
    var seen = new HashSet<Integer>();
    var waiting = new ArrayDeque<Integer>();
    for (int member : members) {
      for (int next : after.get(member)) {
        if (rank[next] < last && !members.contains(next) && seen.add(next)) {
          waiting.add(next);
        }
      }
    }
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      for (int further : after.get(next)) {
        if (rank[further] <= last) {
          if (members.contains(further)) {
            return false;
          }
          if (seen.add(further)) {
            waiting.add(further);
          }
        }
      }
    }
    return true;
  }

  /// Equal for two sets of ops that have the same operators wired in the same way, whatever their
  /// sizes.
  String shape(List<OpId> ops) {
    var sorted =
        ops.stream()
            .map(this::index)
            .sorted(java.util.Comparator.comparingInt(i -> rank[i]))
            .toList();
    var place = new HashMap<Integer, Integer>();
    var text = new StringBuilder();
    for (int i = 0; i < sorted.size(); i++) {
      place.put(sorted.get(i), i);
      text.append(network.ops().get(sorted.get(i)).type());
      before.get(sorted.get(i)).stream()
          .filter(place::containsKey)
          .map(place::get)
          .sorted()
          .forEach(from -> text.append(',').append(from));
      text.append(';');
    }
    return text.toString();
  }
}
