package dev.partitura.visualizers.timeline;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;

/// Which spans a span waited for, and which waited for it: by the task graph where it is known,
/// else by the arrows of the trace. Immutable; building costs O(spans + edges).
public final class Flows {
  private final Trace trace;
  private final int[] firstInto;
  private final int[] into;
  private final int[] firstOutOf;
  private final int[] outOf;

  private Flows(Trace trace, int[] from, int[] to) {
    this.trace = trace;
    firstInto = offsets(to, trace.spanCount());
    into = deal(firstInto, to, from);
    firstOutOf = offsets(from, trace.spanCount());
    outOf = deal(firstOutOf, from, to);
  }

  static Flows of(Trace trace) {
    var from = new int[trace.flowCount()];
    var to = new int[trace.flowCount()];
    for (int flow = 0; flow < from.length; flow++) {
      from[flow] = trace.flowFrom(flow);
      to[flow] = trace.flowTo(flow);
    }
    return new Flows(trace, from, to);
  }

  static Flows of(Trace trace, TaskGraph graph) {
    if (graph.edgeCount() == 0) {
      return of(trace);
    }
    var spanOfTask = new int[graph.taskCount()];
    Arrays.fill(spanOfTask, -1);
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.task(span) >= 0 && trace.task(span) < spanOfTask.length) {
        spanOfTask[trace.task(span)] = span;
      }
    }
    var from = new int[graph.edgeCount()];
    var to = new int[graph.edgeCount()];
    int count = 0;
    for (int task = 0; task < spanOfTask.length; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int next = spanOfTask[graph.successor(edge)];
        if (graph.edgeKind(edge) == EdgeKind.DATA && spanOfTask[task] >= 0 && next >= 0) {
          from[count] = spanOfTask[task];
          to[count++] = next;
        }
      }
    }
    return new Flows(trace, Arrays.copyOf(from, count), Arrays.copyOf(to, count));
  }

  private static int[] offsets(int[] keys, int spans) {
    var first = new int[spans + 1];
    for (int key : keys) {
      first[key + 1]++;
    }
    for (int span = 0; span < spans; span++) {
      first[span + 1] += first[span];
    }
    return first;
  }

  private static int[] deal(int[] first, int[] keys, int[] values) {
    var dealt = new int[values.length];
    var next = Arrays.copyOf(first, first.length);
    for (int i = 0; i < keys.length; i++) {
      dealt[next[keys[i]]++] = values[i];
    }
    return dealt;
  }

  /// Spans that `span` waited for.
  public int[] into(int span) {
    return Arrays.copyOfRange(into, firstInto[span], firstInto[span + 1]);
  }

  /// Spans that waited for `span`.
  public int[] outOf(int span) {
    return Arrays.copyOfRange(outOf, firstOutOf[span], firstOutOf[span + 1]);
  }

  /// The span that `span` waited for last, or -1: of those with an arrow to it, the one that ended
  /// last.
  public int lastInto(int span) {
    int last = -1;
    for (int i = firstInto[span]; i < firstInto[span + 1]; i++) {
      if (last < 0 || trace.endNanos(into[i]) > trace.endNanos(last)) {
        last = into[i];
      }
    }
    return last;
  }
}
