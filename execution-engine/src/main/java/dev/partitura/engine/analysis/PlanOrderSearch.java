package dev.partitura.engine.analysis;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.Dependence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the edges that come from the plan. What is found of an edge holds for all edges between
/// tasks of the same two templates, since lowering copies them for every micro-batch.
final class PlanOrderSearch {
  private static final Found NOTHING = new Found(null, false);

  private final TaskGraph graph;
  private final Trace trace;
  private final int[] spanOf;
  private final Predecessors predecessors;
  private final int[] level;
  private final Map<Pair, Found> found = new HashMap<>();
  private final Map<Key, Sum> sums = new LinkedHashMap<>();
  private int @Nullable [] seen;
  private int search;

  /// Two templates, and whether the tasks are of one micro-batch.
  private record Pair(int from, int to, boolean together) {}

  /// What edges of one group have in common.
  private record Key(
      EdgeKind kind, DependenceCause cause, int device, String value, String earlierValue) {
    static Key of(Dependence of) {
      return new Key(of.kind(), of.cause(), of.device(), of.value(), of.earlierValue());
    }
  }

  private record Found(@Nullable Sum sum, boolean forces) {}

  private static final class Sum {
    private final Dependence of;
    private long edges;
    private long forcing;
    private long heldNanos;
    private long longest = -1;
    private int task;
    private int edge;

    Sum(Dependence of) {
      this.of = of;
    }

    void held(long nanos, int from, int number) {
      heldNanos += nanos;
      if (nanos > longest) {
        longest = nanos;
        task = from;
        edge = number;
      }
    }
  }

  PlanOrderSearch(Analyses run) {
    graph = run.graph();
    trace = run.trace();
    spanOf = run.get(TaskSpans.ANALYSIS).of();
    predecessors = run.get(Predecessors.ANALYSIS);
    level = run.get(Wavefronts.ANALYSIS).network().of();
  }

  PlanOrder found() {
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        var known = found(task, edge);
        var sum = known.sum();
        if (sum != null) {
          sum.edges++;
          sum.forcing += known.forces() ? 1 : 0;
          sum.held(0, task, edge);
        }
      }
    }
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      if (spanOf[task] >= 0) {
        hold(task);
      }
    }
    var groups = new ArrayList<PlanOrder.Group>();
    for (var sum : sums.values()) {
      groups.add(
          new PlanOrder.Group(sum.of, sum.edges, sum.forcing, sum.heldNanos, sum.task, sum.edge));
    }
    groups.sort(
        Comparator.comparingLong(PlanOrder.Group::heldNanos)
            .thenComparingLong(PlanOrder.Group::edges)
            .reversed());
    return new PlanOrder(groups);
  }

  private Found found(int from, int edge) {
    int to = graph.successor(edge);
    var kind = graph.edgeKind(edge);
    boolean together =
        graph.microBatch(from) == graph.microBatch(to) && graph.replica(from) == graph.replica(to);
    if (kind == EdgeKind.RAW && !isMoved(from, to)) {
      return NOTHING;
    }
    return found.computeIfAbsent(
        new Pair(graph.templateNumber(from), graph.templateNumber(to), together),
        _ -> {
          var of = graph.dependences(from, edge).getFirst();
          return of.cause().isOfPlan()
              ? new Found(
                  sums.computeIfAbsent(Key.of(of), _ -> new Sum(of)),
                  kind != EdgeKind.RAW && !flows(from, to))
              : NOTHING;
        });
  }

  private boolean isMoved(int from, int to) {
    return graph.kind(from).moves() || graph.kind(to).moves();
  }

  /// Whether values flow from one task to another, over any tasks between their levels.
  private boolean flows(int from, int to) {
    var marks = seen;
    if (marks == null) {
      marks = new int[graph.taskCount()];
      seen = marks;
    }
    search++;
    var open = new ArrayList<Integer>(List.of(from));
    for (long steps = 0; !open.isEmpty(); steps++) {
      Checkpoint.pass(steps);
      int task = open.removeLast();
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int next = graph.successor(edge);
        if (graph.edgeKind(edge) != EdgeKind.RAW || marks[next] == search) {
          continue;
        }
        if (next == to) {
          return true;
        }
        marks[next] = search;
        if (level[next] < level[to]) {
          open.add(next);
        }
      }
    }
    return false;
  }

  /// Adds to the plan's edge that came last how much longer the task waited for it than for its
  /// values, had they not been copied, and its worker.
  private void hold(int task) {
    int span = spanOf[task];
    long fed = computedNanos(span);
    int last = -1;
    for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
      int from = predecessors.from(place);
      if (spanOf[from] < 0) {
        continue;
      }
      if (graph.edgeKind(predecessors.edge(place)) == EdgeKind.RAW) {
        fed = Math.max(fed, madeNanos(from));
      }
      if (found(from, predecessors.edge(place)).sum() != null
          && (last < 0 || end(from) > end(predecessors.from(last)))) {
        last = place;
      }
    }
    if (last >= 0) {
      int from = predecessors.from(last);
      var sum = found(from, predecessors.edge(last)).sum();
      long held = Math.min(end(from), trace.startNanos(span)) - fed;
      if (sum != null && held > 0) {
        sum.held(held, from, predecessors.edge(last));
      }
    }
  }

  /// When the worker had computed what it computed before; that it copies is of the plan.
  private long computedNanos(int span) {
    int first = trace.firstSpan(trace.track(span));
    int before = span - 1;
    while (before >= first && trace.kind(before).isCommunication()) {
      before--;
    }
    return before < first ? 0 : trace.endNanos(before);
  }

  /// When the value that a task hands on was made: for a copy when its source was.
  private long madeNanos(int task) {
    if (!graph.kind(task).moves()) {
      return end(task);
    }
    long made = 0;
    for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
      int from = predecessors.from(place);
      if (spanOf[from] >= 0 && graph.edgeKind(predecessors.edge(place)) == EdgeKind.RAW) {
        made = Math.max(made, end(from));
      }
    }
    return made;
  }

  private long end(int task) {
    return trace.endNanos(spanOf[task]);
  }
}
