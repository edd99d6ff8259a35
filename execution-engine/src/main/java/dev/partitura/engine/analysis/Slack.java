package dev.partitura.engine.analysis;

import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Spare time of each span: how much later it could have ended without the run ending later, if
/// whatever followed it in the graph and on its track had kept its length and its place in the
/// order. A span without slack is critical.
public final class Slack {
  private Slack() {}

  /// Nanoseconds by span. Cost O(spans log spans + edges).
  public static long[] of(Trace trace, TaskGraph graph) {
    var dependencies = new Dependencies(graph, trace);
    int spans = trace.spanCount();
    var latestEnd = new long[spans];
    Arrays.fill(latestEnd, trace.durationNanos());
    // From the last begun to the first: what follows a span begins no earlier than it ends.
    var order =
        IntStream.range(0, spans)
            .boxed()
            .sorted((a, b) -> later(trace, a, b))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int span : order) {
      if (span + 1 < trace.endSpan(trace.track(span))
          && trace.startNanos(span + 1) >= trace.endNanos(span)) {
        latestEnd[span] =
            Math.min(latestEnd[span], latestEnd[span + 1] - trace.durationNanos(span + 1));
      }
      int task = trace.task(span);
      if (task >= 0 && task < graph.taskCount()) {
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          int next = dependencies.span(graph.successor(edge));
          if (next >= 0 && trace.startNanos(next) >= trace.endNanos(span)) {
            latestEnd[span] =
                Math.min(latestEnd[span], latestEnd[next] - trace.durationNanos(next));
          }
        }
      }
    }
    var slack = new long[spans];
    for (int span = 0; span < spans; span++) {
      slack[span] = latestEnd[span] - trace.endNanos(span);
    }
    return slack;
  }

  private static int later(Trace trace, int a, int b) {
    int byStart = Long.compare(trace.startNanos(b), trace.startNanos(a));
    int byEnd = Long.compare(trace.endNanos(b), trace.endNanos(a));
    return byStart != 0 ? byStart : byEnd != 0 ? byEnd : Integer.compare(b, a);
  }
}
