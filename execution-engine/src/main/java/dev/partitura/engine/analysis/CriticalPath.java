package dev.partitura.engine.analysis;

import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The chain of spans that decided when the run ended: from the last span back to whatever it
/// waited for, a task before it in the graph or the span before it on its device, whichever ended
/// later. Its spans never overlap, so `nanos + waitNanos` is the whole time up to the end of the
/// last span, and `nanos` at most the makespan.
///
/// @param nanos spans on the path together
/// @param waitNanos gaps between them, and before the first
/// @param links first to last
public record CriticalPath(long nanos, long waitNanos, List<Link> links) {
  public CriticalPath {
    links = List.copyOf(links);
  }

  /// @param waitNanos idle time on the path just before the span
  public record Link(int span, long waitNanos) {}

  public static CriticalPath of(Trace trace, TaskGraph graph) {
    return of(trace, new Dependencies(graph, trace), graph);
  }

  static CriticalPath of(Trace trace, Dependencies dependencies, TaskGraph graph) {
    int last = -1;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (last < 0 || trace.endNanos(span) > trace.endNanos(last)) {
        last = span;
      }
    }
    var links = new ArrayList<Link>();
    long busy = 0;
    long waited = 0;
    for (int span = last; span >= 0; ) {
      int before = before(trace, dependencies, graph, span);
      long wait = Math.max(0, trace.startNanos(span) - (before < 0 ? 0 : trace.endNanos(before)));
      links.add(new Link(span, wait));
      busy += trace.durationNanos(span);
      waited += wait;
      span = before;
    }
    Collections.reverse(links);
    return new CriticalPath(busy, waited, links);
  }

  private static int before(Trace trace, Dependencies dependencies, TaskGraph graph, int span) {
    int best = -1;
    if (span > trace.firstSpan(trace.track(span))
        && trace.endNanos(span - 1) <= trace.startNanos(span)) {
      best = span - 1;
    }
    int task = trace.task(span);
    if (task >= 0 && task < graph.taskCount()) {
      for (int edge = dependencies.first(task); edge < dependencies.end(task); edge++) {
        int candidate = dependencies.span(dependencies.from(edge));
        boolean earlier = candidate >= 0 && trace.endNanos(candidate) <= trace.startNanos(span);
        if (earlier && (best < 0 || trace.endNanos(candidate) > trace.endNanos(best))) {
          best = candidate;
        }
      }
    }
    return best;
  }
}
