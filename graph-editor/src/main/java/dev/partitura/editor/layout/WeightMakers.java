package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Finds the ops that make weights: they depend on no input of the network, and what they make is
/// read by ops that do. Published files fill weights by `ConstantOfShape` or reshape them on the
/// way; in a drawing they are parameters of their reader, as initializers are. Cost O(ops + edges).
final class WeightMakers {
  private static final int NONE = -1;

  private final Network network;
  private final OpGraph graph;
  private final boolean[] constant;
  private final int[] reader;

  WeightMakers(Network network, OpGraph graph) {
    this.network = network;
    this.graph = graph;
    constant = new boolean[network.ops().size()];
    reader = new int[constant.length];
    findConstant();
    findReaders();
  }

  private void findConstant() {
    var given = new HashSet<>(network.initializers().keySet());
    network.inputs().forEach(input -> given.remove(input.name()));
    for (int op : graph.order()) {
      var known = network.ops().get(op);
      if (isComplete(known) && given.containsAll(known.dependencies())) {
        constant[op] = true;
        given.addAll(known.outputs());
      }
    }
  }

  /// Whether the op waits for no edge.
  private static boolean isComplete(Op op) {
    var operator = Operators.find(op);
    if (operator == null) {
      return false;
    }
    int least = operator.signature().minInputs();
    return (least == 0 || !op.inputs().isEmpty())
        && op.inputs().stream().limit(least).noneMatch(String::isEmpty);
  }

  private void findReaders() {
    Arrays.fill(reader, NONE);
    var shown = new HashSet<String>();
    network.outputs().forEach(output -> shown.add(output.name()));
    for (int i = constant.length - 1; i >= 0; i--) {
      int op = graph.order()[i];
      if (constant[op] && network.ops().get(op).outputs().stream().noneMatch(shown::contains)) {
        reader[op] = firstReader(op);
      }
    }
  }

  private int firstReader(int op) {
    int first = NONE;
    for (int next : graph.after(op)) {
      int end = constant[next] ? reader[next] : next;
      if (end == NONE) {
        return NONE;
      }
      first = first == NONE || graph.rank(end) < graph.rank(first) ? end : first;
    }
    return first;
  }

  boolean isMaker(int op) {
    return reader[op] != NONE;
  }

  /// The first op that reads, by way of other makers or at once, what a maker makes.
  int reader(int maker) {
    return reader[maker];
  }

  /// Every op that does.
  Set<Integer> readers(int maker) {
    var all = new HashSet<Integer>();
    collect(maker, all);
    return all;
  }

  private void collect(int op, Set<Integer> all) {
    for (int next : graph.after(op)) {
      if (isMaker(next)) {
        collect(next, all);
      } else {
        all.add(next);
      }
    }
  }
}
