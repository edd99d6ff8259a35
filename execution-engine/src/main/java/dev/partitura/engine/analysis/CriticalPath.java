package dev.partitura.engine.analysis;

import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// The chain of spans that decided when the run ended: from the last span back to whatever it
/// waited for, a span it depends on or the one before it on its track, whichever ended later. Its
/// spans never overlap, so `nanos + waitNanos` is the whole time up to the end of the last span,
/// and `nanos` at most the makespan.
///
/// @param nanos spans on the path together
/// @param waitNanos gaps between them, and before the first
/// @param links first to last
public record CriticalPath(long nanos, long waitNanos, List<Link> links) {
  public static final Analysis<CriticalPath> ANALYSIS =
      Analysis.of(
          "critical path",
          Set.of(),
          run -> of(run.trace(), run.get(Dependencies.ANALYSIS)),
          (path, report) ->
              report
                  .put("criticalPathNanos", path.nanos)
                  .put("criticalPathWaitNanos", path.waitNanos));

  public CriticalPath {
    links = List.copyOf(links);
  }

  /// @param waitNanos idle time on the path just before the span
  public record Link(int span, long waitNanos) {}

  private static CriticalPath of(Trace trace, Dependencies dependencies) {
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
      int before = before(trace, dependencies, span);
      long wait = Math.max(0, trace.startNanos(span) - (before < 0 ? 0 : trace.endNanos(before)));
      links.add(new Link(span, wait));
      busy += trace.durationNanos(span);
      waited += wait;
      span = before;
    }
    Collections.reverse(links);
    return new CriticalPath(busy, waited, links);
  }

  private static int before(Trace trace, Dependencies dependencies, int span) {
    int best = -1;
    if (span > trace.firstSpan(trace.track(span))
        && trace.endNanos(span - 1) <= trace.startNanos(span)
        && trace.startNanos(span - 1) < trace.startNanos(span)) {
      best = span - 1;
    }
    for (int edge = dependencies.first(span); edge < dependencies.end(span); edge++) {
      int candidate = dependencies.from(edge);
      boolean earlier = trace.endNanos(candidate) <= trace.startNanos(span);
      if (earlier && (best < 0 || trace.endNanos(candidate) > trace.endNanos(best))) {
        best = candidate;
      }
    }
    return best;
  }
}
