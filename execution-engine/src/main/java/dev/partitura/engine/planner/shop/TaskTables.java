package dev.partitura.engine.planner.shop;

import dev.partitura.engine.planner.graph.TaskDag;
import java.util.ArrayList;
import java.util.List;

/// A task graph in arrays: an edge has the same place in the lists of its two ends.
final class TaskTables {
  final int count;
  final double[] time;
  final int[][] before;
  final double[][] costBefore;
  final int[][] after;
  final double[][] costAfter;

  /// Each after those that it waits for.
  final int[] order;

  TaskTables(TaskDag dag) {
    count = dag.tasks().size();
    time = dag.tasks().stream().mapToDouble(TaskDag.Task::time).toArray();
    var in = new ArrayList<List<TaskDag.Edge>>();
    var out = new ArrayList<List<TaskDag.Edge>>();
    for (int i = 0; i < count; i++) {
      in.add(new ArrayList<>());
      out.add(new ArrayList<>());
    }
    for (var edge : dag.edges()) {
      in.get(edge.to()).add(edge);
      out.get(edge.from()).add(edge);
    }
    before = new int[count][];
    costBefore = new double[count][];
    after = new int[count][];
    costAfter = new double[count][];
    for (int i = 0; i < count; i++) {
      before[i] = in.get(i).stream().mapToInt(TaskDag.Edge::from).toArray();
      costBefore[i] = in.get(i).stream().mapToDouble(TaskDag.Edge::cost).toArray();
      after[i] = out.get(i).stream().mapToInt(TaskDag.Edge::to).toArray();
      costAfter[i] = out.get(i).stream().mapToDouble(TaskDag.Edge::cost).toArray();
    }
    order = order();
  }

  private int[] order() {
    var waiting = new int[count];
    var sorted = new int[count];
    int known = 0;
    for (int i = 0; i < count; i++) {
      waiting[i] = before[i].length;
      if (waiting[i] == 0) {
        sorted[known++] = i;
      }
    }
    for (int done = 0; done < known; done++) {
      for (int next : after[sorted[done]]) {
        if (--waiting[next] == 0) {
          sorted[known++] = next;
        }
      }
    }
    return sorted;
  }

  /// From the begin of each task to the end of the graph, along the longest path.
  ///
  /// @param share of the costs between processors that counts
  double[] upwardRanks(double share) {
    var rank = new double[count];
    for (int place = count - 1; place >= 0; place--) {
      int task = order[place];
      double rest = 0;
      for (int i = 0; i < after[task].length; i++) {
        rest = Math.max(rest, rank[after[task][i]] + share * costAfter[task][i]);
      }
      rank[task] = time[task] + rest;
    }
    return rank;
  }

  /// From the begin of the graph to that of each task, along the longest path.
  double[] downwardRanks(double share) {
    var rank = new double[count];
    for (int task : order) {
      for (int i = 0; i < before[task].length; i++) {
        int previous = before[task][i];
        rank[task] =
            Math.max(rank[task], rank[previous] + time[previous] + share * costBefore[task][i]);
      }
    }
    return rank;
  }

  /// No schedule ends before: neither the longest path nor an even share of all work.
  double leastMakespan(int processors) {
    double longest = 0;
    double sum = 0;
    double[] up = upwardRanks(0);
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, up[i]);
      sum += time[i];
    }
    return Math.max(longest, sum / processors);
  }
}
