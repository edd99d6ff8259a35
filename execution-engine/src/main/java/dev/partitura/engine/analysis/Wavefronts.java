package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;
import java.util.Set;

/// The levels of a program: a task of level n waits for one of level n - 1, over however many edges
/// its longest chain has, and all tasks of a level could run at once. Cost O(tasks + edges).
///
/// @param planned by all edges
/// @param network by the values that flow alone, as if memory and order were no matter
public record Wavefronts(Levels planned, Levels network) {
  public static final Analysis<Wavefronts> ANALYSIS =
      Analysis.of("wavefronts", Set.of(Known.GRAPH), run -> of(run.graph()), Wavefronts::report);

  /// @param of level by task, from 0; do not write to it
  /// @param width tasks of each level; do not write to it
  public record Levels(int[] of, int[] width) {
    private static Levels of(int[] level) {
      var width = new int[Arrays.stream(level).max().orElse(-1) + 1];
      for (int each : level) {
        width[each]++;
      }
      return new Levels(level, width);
    }

    public int count() {
      return width.length;
    }

    /// Tasks of the level that has most.
    public int widest() {
      return Arrays.stream(width).max().orElse(0);
    }
  }

  private static Wavefronts of(TaskGraph graph) {
    var planned = new int[graph.taskCount()];
    var network = new int[graph.taskCount()];
    int done = 0;
    for (int task : graph.topologicalOrder()) {
      Checkpoint.pass(done++);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int to = graph.successor(edge);
        planned[to] = Math.max(planned[to], planned[task] + 1);
        if (graph.edgeKind(edge) == EdgeKind.RAW) {
          network[to] = Math.max(network[to], network[task] + 1);
        }
      }
    }
    return new Wavefronts(Levels.of(planned), Levels.of(network));
  }

  private void report(ObjectNode report) {
    report
        .putObject("levels")
        .put("count", planned.count())
        .put("widest", planned.widest())
        .put("ofNetwork", network.count())
        .put("widestOfNetwork", network.widest());
  }
}
