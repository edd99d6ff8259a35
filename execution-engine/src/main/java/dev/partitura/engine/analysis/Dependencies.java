package dev.partitura.engine.analysis;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.Set;

/// Which spans each span of a trace had to wait for, and why: by the task graph where that is
/// known, else by the arrows of the trace. Cost O(spans + edges) to build.
public final class Dependencies {
  public static final Analysis<Dependencies> ANALYSIS =
      Analysis.of("dependencies", Set.of(), Dependencies::of);

  private static final EdgeKind[] KINDS = EdgeKind.values();

  private final Trace trace;
  private final int[] first;
  private final int[] from;
  private final byte[] kind;

  /// @param count of edges into each span
  private Dependencies(Trace trace, int[] count) {
    this.trace = trace;
    first = new int[trace.spanCount() + 1];
    for (int span = 0; span < count.length; span++) {
      first[span + 1] = first[span] + count[span];
    }
    from = new int[first[trace.spanCount()]];
    kind = new byte[from.length];
  }

  private static Dependencies of(Analyses run) {
    var trace = run.trace();
    var graph = run.provenance().graph();
    return graph == null || graph.taskCount() == 0 ? ofFlows(trace) : ofTasks(trace, graph);
  }

  private static Dependencies ofFlows(Trace trace) {
    var count = new int[trace.spanCount()];
    for (int flow = 0; flow < trace.flowCount(); flow++) {
      count[trace.flowTo(flow)] += goesOn(trace, flow) ? 1 : 0;
    }
    var made = new Dependencies(trace, count);
    var next = Arrays.copyOf(made.first, count.length);
    for (int flow = 0; flow < trace.flowCount(); flow++) {
      if (goesOn(trace, flow)) {
        made.from[next[trace.flowTo(flow)]++] = trace.flowFrom(flow);
      }
    }
    return made;
  }

  /// An arrow that goes back in time, or stands still, shows nothing that was waited for.
  private static boolean goesOn(Trace trace, int flow) {
    return trace.startNanos(trace.flowFrom(flow)) < trace.startNanos(trace.flowTo(flow));
  }

  private static Dependencies ofTasks(Trace trace, TaskGraph graph) {
    var spanOfTask = new int[graph.taskCount()];
    Arrays.fill(spanOfTask, -1);
    for (int span = 0; span < trace.spanCount(); span++) {
      int task = trace.task(span);
      if (task >= 0 && task < spanOfTask.length) {
        spanOfTask[task] = span;
      }
    }
    var count = new int[trace.spanCount()];
    for (int task = 0; task < spanOfTask.length; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int to = spanOfTask[graph.successor(edge)];
        if (spanOfTask[task] >= 0 && to >= 0) {
          count[to]++;
        }
      }
    }
    var made = new Dependencies(trace, count);
    var next = Arrays.copyOf(made.first, count.length);
    for (int task = 0; task < spanOfTask.length; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int to = spanOfTask[graph.successor(edge)];
        if (spanOfTask[task] >= 0 && to >= 0) {
          made.kind[next[to]] = (byte) graph.edgeKind(edge).ordinal();
          made.from[next[to]++] = spanOfTask[task];
        }
      }
    }
    return made;
  }

  public int count() {
    return from.length;
  }

  /// The edges into a span are numbered from here …
  public int first(int span) {
    return first[span];
  }

  /// … up to, but not including, here.
  public int end(int span) {
    return first[span + 1];
  }

  /// Span that an edge comes from.
  public int from(int edge) {
    return from[edge];
  }

  public EdgeKind kind(int edge) {
    return KINDS[kind[edge]];
  }

  /// The edge into a span whose span ended last, or -1 when nothing was waited for.
  int latest(int span) {
    int latest = -1;
    for (int edge = first[span]; edge < first[span + 1]; edge++) {
      if (latest < 0 || trace.endNanos(from[edge]) > trace.endNanos(from[latest])) {
        latest = edge;
      }
    }
    return latest;
  }
}
