package dev.partitura.engine.analysis;

import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which ops wait for which others in a run, over the edges of their tasks; a copy between two is
/// passed over, and ops that are computed together count as one from outside. Cost O(tasks) to
/// prepare, and for an op the edges of two tasks of each template: the first and the last, since
/// those between are as they are.
public final class OpNeighbours {
  public static final Analysis<OpNeighbours> ANALYSIS =
      Analysis.of("neighbours of ops", Set.of(Known.GRAPH), OpNeighbours::new);

  private final TaskGraph graph;
  private final Trace trace;
  private final int[] spanOf;
  private final Predecessors predecessors;
  private final Map<OpId, List<Integer>> tasks = new HashMap<>();

  /// One op that waits for another.
  public record Neighbour(OpId from, OpId to, EdgeKind kind) {}

  private OpNeighbours(Analyses run) {
    graph = run.graph();
    trace = run.trace();
    spanOf = run.get(TaskSpans.ANALYSIS).of();
    predecessors = run.get(Predecessors.ANALYSIS);
    var last = new HashMap<Integer, Integer>();
    var first = new HashMap<Integer, Integer>();
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      first.putIfAbsent(graph.templateNumber(task), task);
      last.put(graph.templateNumber(task), task);
    }
    var chosen = new LinkedHashSet<>(first.values());
    chosen.addAll(last.values());
    for (int task : chosen) {
      ops(task).forEach(op -> tasks.computeIfAbsent(op, _ -> new ArrayList<>()).add(task));
    }
  }

  private List<OpId> ops(int task) {
    return spanOf[task] < 0 ? List.of() : trace.labels().get(trace.label(spanOf[task])).ops();
  }

  /// Every op that waits for `op`, and every one that it waits for, by the kind of edge.
  public Set<Neighbour> of(OpId op) {
    var found = new LinkedHashSet<Neighbour>();
    for (int task : tasks.getOrDefault(op, List.of())) {
      for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
        var kind = graph.edgeKind(predecessors.edge(place));
        for (var from : before(predecessors.from(place), new HashSet<>())) {
          add(found, from, op, kind);
        }
      }
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        for (var to : behind(graph.successor(edge), new HashSet<>())) {
          add(found, op, to, graph.edgeKind(edge));
        }
      }
    }
    return found;
  }

  private static void add(Set<Neighbour> found, OpId from, OpId to, EdgeKind kind) {
    if (!from.equals(to)) {
      found.add(new Neighbour(from, to, kind));
    }
  }

  /// The last op of a task; of a copy the one that made its value.
  private Set<OpId> before(int task, Set<OpId> ops) {
    ops(task).reversed().stream().findFirst().ifPresent(ops::add);
    if (graph.kind(task).moves()) {
      for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
        if (graph.edgeKind(predecessors.edge(place)) == EdgeKind.RAW) {
          before(predecessors.from(place), ops);
        }
      }
    }
    return ops;
  }

  /// The first op of a task; of a copy the one that reads its value.
  private Set<OpId> behind(int task, Set<OpId> ops) {
    ops(task).stream().findFirst().ifPresent(ops::add);
    if (graph.kind(task).moves()) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        if (graph.edgeKind(edge) == EdgeKind.RAW) {
          behind(graph.successor(edge), ops);
        }
      }
    }
    return ops;
  }
}
