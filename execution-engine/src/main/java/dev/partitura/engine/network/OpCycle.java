package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultEdge;

/// Ops that wait for each other in a circle, each reading from the one before it, the first from
/// the last.
record OpCycle(List<Op> ops) {
  private static final int MOST_NAMES = 8;

  /// A shortest circle through the lowest numbered op that is in one.
  ///
  /// @param readers ops by number; edges lead from a producer to its readers, and at least one
  ///   circle is closed. Cost O(ops + edges)
  static OpCycle of(List<Op> ops, Graph<Integer, DefaultEdge> readers) {
    int first = Collections.min(new CycleDetector<>(readers).findCycles());
    var paths = new BFSShortestPath<>(readers).getPaths(first);
    var shortest =
        readers.incomingEdgesOf(first).stream()
            .map(readers::getEdgeSource)
            .map(paths::getPath)
            .filter(path -> path != null)
            .min(Comparator.comparingInt(path -> path.getLength()))
            .orElseThrow();
    return new OpCycle(shortest.getVertexList().stream().map(ops::get).toList());
  }

  /// Names the ops in order and then the first again; of long circles not all.
  Problem problem() {
    var names = ops.stream().map(Op::name).limit(MOST_NAMES).collect(Collectors.toList());
    if (ops.size() > MOST_NAMES) {
      names.add("…");
    }
    var first = names.getFirst();
    names.add(first);
    return Problem.of("network.cycle", first, first, String.join(" → ", names));
  }
}
