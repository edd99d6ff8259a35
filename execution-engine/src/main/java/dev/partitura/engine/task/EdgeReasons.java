package dev.partitura.engine.task;

import java.util.List;

/// Knows what is behind the edges of a task graph. Any thread.
@FunctionalInterface
public interface EdgeReasons {
  /// Every reason for an edge, the strongest first; one at least.
  ///
  /// @param from the task that the edge leaves
  List<Dependence> of(TaskGraph graph, int from, int edge);

  /// Of a graph that was made by hand: what the kinds of edge and tasks tell.
  EdgeReasons BY_KIND =
      (graph, from, edge) -> {
        int to = graph.successor(edge);
        var kind = graph.edgeKind(edge);
        boolean moves = graph.kind(from).moves() || graph.kind(to).moves();
        var cause =
            switch (kind) {
              case RAW -> moves ? DependenceCause.CUT : DependenceCause.NETWORK;
              case WAR, WAW ->
                  graph.microBatch(from) == graph.microBatch(to)
                      ? DependenceCause.REUSE
                      : DependenceCause.FRAME;
              case ORDER -> DependenceCause.SCHEDULE;
            };
        long bytes = kind == EdgeKind.RAW ? Math.max(graph.bytes(from), graph.bytes(to)) : 0;
        return List.of(new Dependence(kind, cause, graph.device(to), "", "", null, bytes));
      };
}
