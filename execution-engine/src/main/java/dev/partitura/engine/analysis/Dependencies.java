package dev.partitura.engine.analysis;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;

/// The edges of a task graph backwards, and the span of each task. Cost O(tasks + edges) to build.
final class Dependencies {
  private static final EdgeKind[] KINDS = EdgeKind.values();

  private final int[] first;
  private final int[] from;
  private final byte[] kind;
  private final int[] spanOfTask;

  Dependencies(TaskGraph graph, Trace trace) {
    int tasks = graph.taskCount();
    first = new int[tasks + 1];
    from = new int[graph.edgeCount()];
    kind = new byte[graph.edgeCount()];
    for (int task = 0; task < tasks; task++) {
      first[task + 1] = first[task] + graph.predecessorCount(task);
    }
    var next = Arrays.copyOf(first, tasks);
    for (int task = 0; task < tasks; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int place = next[graph.successor(edge)]++;
        from[place] = task;
        kind[place] = (byte) graph.edgeKind(edge).ordinal();
      }
    }
    spanOfTask = new int[tasks];
    Arrays.fill(spanOfTask, -1);
    for (int span = 0; span < trace.spanCount(); span++) {
      int task = trace.task(span);
      if (task >= 0 && task < tasks) {
        spanOfTask[task] = span;
      }
    }
  }

  int first(int task) {
    return first[task];
  }

  int end(int task) {
    return first[task + 1];
  }

  int from(int edge) {
    return from[edge];
  }

  EdgeKind kind(int edge) {
    return KINDS[kind[edge]];
  }

  /// Span of a task, or -1 when it did not run.
  int span(int task) {
    return spanOfTask[task];
  }

  /// The edge into `task` whose task ended last, or -1 when nothing was waited for.
  int latest(int task, Trace trace) {
    int latest = -1;
    long latestEnd = Long.MIN_VALUE;
    for (int edge = first[task]; edge < first[task + 1]; edge++) {
      int span = spanOfTask[from[edge]];
      if (span >= 0 && trace.endNanos(span) > latestEnd) {
        latest = edge;
        latestEnd = trace.endNanos(span);
      }
    }
    return latest;
  }
}
