package dev.partitura.engine.analysis;

import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;
import java.util.Set;

/// The edges of a task graph by the task they lead to: 8 bytes an edge beside the graph's own
/// columns. Immutable; cost O(tasks + edges) to build.
public final class Predecessors {
  public static final Analysis<Predecessors> ANALYSIS =
      Analysis.of("predecessors", Set.of(Known.GRAPH), run -> new Predecessors(run.graph()));

  private final int[] first;
  private final int[] from;
  private final int[] edge;

  private Predecessors(TaskGraph graph) {
    first = new int[graph.taskCount() + 1];
    for (int task = 0; task < graph.taskCount(); task++) {
      first[task + 1] = first[task] + graph.predecessorCount(task);
    }
    from = new int[graph.edgeCount()];
    edge = new int[graph.edgeCount()];
    var next = Arrays.copyOf(first, graph.taskCount());
    for (int task = 0; task < graph.taskCount(); task++) {
      Checkpoint.pass(task);
      for (int out = graph.firstEdge(task); out < graph.endEdge(task); out++) {
        int place = next[graph.successor(out)]++;
        from[place] = task;
        edge[place] = out;
      }
    }
  }

  /// The places of the edges into a task go from here …
  public int first(int task) {
    return first[task];
  }

  /// … up to, but not including, here.
  public int end(int task) {
    return first[task + 1];
  }

  /// The task that the edge at a place leaves.
  public int from(int place) {
    return from[place];
  }

  /// The graph's number of the edge at a place.
  public int edge(int place) {
    return edge[place];
  }
}
