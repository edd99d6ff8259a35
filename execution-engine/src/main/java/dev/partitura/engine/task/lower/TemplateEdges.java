package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Edges between the nodes of a template, by the later node. An edge always leads from a lower to a
/// higher node. One edge per pair with all its reasons, named after the strongest.
final class TemplateEdges {
  /// Above this many nodes ancestors are not tracked: some memory edges that others imply are then
  /// kept.
  private static final int MOST_TRACKED = 20_000;

  private final List<List<Edge>> into = new ArrayList<>();

  /// @param kind the strongest of the hazards
  /// @param hazards at least one, in the order in which they were found
  record Edge(int from, EdgeKind kind, List<Hazard> hazards) {
    Edge with(Hazard more) {
      var all = new ArrayList<>(hazards);
      all.add(more);
      return new Edge(from, kind.stronger(more.kind()), all);
    }
  }

  /// A node that another one may have to wait for.
  record Wait(int from, Hazard why) {}

  void add(int from, int to, Hazard why) {
    if (from == to) {
      return;
    }
    if (from > to) {
      throw new IllegalStateException("Node " + to + " cannot wait for the later node " + from);
    }
    var edges = into(to);
    for (int i = 0; i < edges.size(); i++) {
      if (edges.get(i).from() == from) {
        if (!edges.get(i).hazards().contains(why)) {
          edges.set(i, edges.get(i).with(why));
        }
        return;
      }
    }
    edges.add(new Edge(from, why.kind(), List.of(why)));
  }

  /// Edges into `node`, to be read only.
  List<Edge> into(int node) {
    while (into.size() <= node) {
      into.add(new ArrayList<>(3));
    }
    return into.get(node);
  }

  /// The same by the earlier node, in flat arrays, for `nodes` nodes.
  Packed packed(int nodes) {
    var count = new int[nodes];
    var first = new int[nodes + 1];
    for (int node = 0; node < nodes; node++) {
      count[node] = into(node).size();
      for (var edge : into(node)) {
        first[edge.from() + 1]++;
      }
    }
    for (int node = 0; node < nodes; node++) {
      first[node + 1] += first[node];
    }
    var next = first.clone();
    var to = new int[first[nodes]];
    var kind = new byte[first[nodes]];
    var hazards = new Hazard[first[nodes]][];
    for (int node = 0; node < nodes; node++) {
      for (var edge : into(node)) {
        int place = next[edge.from()]++;
        to[place] = node;
        kind[place] = (byte) edge.kind().ordinal();
        hazards[place] = edge.hazards().toArray(Hazard[]::new);
      }
    }
    return new Packed(count, first, to, kind, hazards);
  }

  /// @param count edges into each node
  /// @param first where the edges out of each node begin; one more than there are nodes
  /// @param to node that each edge leads to
  /// @param kind ordinal of its kind
  /// @param hazards its reasons
  @SuppressWarnings("ArrayRecordComponent")
  record Packed(int[] count, int[] first, int[] to, byte[] kind, Hazard[][] hazards) {}

  /// Grows with the nodes in order: who comes before whom.
  ///
  /// Of each node is kept up to where it comes behind all others, and beyond that a set where there
  /// is one: in a chain there is none.
  final class Ancestors {
    private final boolean tracked;
    private final int[] whole;
    private final @Nullable BitSet[] beyond;

    Ancestors(int nodes) {
      tracked = nodes <= MOST_TRACKED;
      whole = new int[tracked ? nodes : 0];
      beyond = new BitSet[whole.length];
    }

    /// Adds memory edges from those of `wanted` that `node` does not wait for already, then closes
    /// `node`. Call in node order.
    void close(int node, List<Wait> wanted) {
      if (!tracked) {
        wanted.forEach(wait -> add(wait.from(), node, wait.why()));
        return;
      }
      for (var edge : into(node)) {
        include(node, edge.from());
      }
      if (wanted.isEmpty()) {
        return;
      }
      for (var wait : latestFirst(wanted)) {
        boolean waits = wait.from() == node || isBehind(node, wait.from());
        if (!waits || leads(wait.from(), node)) {
          add(wait.from(), node, wait.why());
          include(node, wait.from());
        }
      }
    }

    private static List<Wait> latestFirst(List<Wait> wanted) {
      if (wanted.size() == 1) {
        return wanted;
      }
      var latest = new ArrayList<>(wanted);
      latest.sort(Comparator.comparingInt(Wait::from).reversed());
      return latest;
    }

    private boolean isBehind(int node, int other) {
      var set = beyond[node];
      return other < whole[node] || set != null && set.get(other);
    }

    private boolean leads(int from, int to) {
      for (var edge : into(to)) {
        if (edge.from() == from) {
          return true;
        }
      }
      return false;
    }

    private void include(int node, int from) {
      var set = beyond[node];
      var more = beyond[from];
      whole[node] = Math.max(whole[node], whole[from]);
      if (set == null && more == null && from <= whole[node]) {
        whole[node] = Math.max(whole[node], from + 1);
        return;
      }
      if (set == null) {
        set = new BitSet();
      }
      if (more != null) {
        set.or(more);
      }
      if (from >= whole[node]) {
        set.set(from);
      }
      whole[node] = set.nextClearBit(whole[node]);
      set.clear(0, whole[node]);
      beyond[node] = set.isEmpty() ? null : set;
    }
  }
}
