package dev.partitura.engine.analysis;

import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.Set;

/// Spare time of each span: how much later it could have ended without the run ending later, if
/// whatever waited for it and whatever followed on its track had kept its length and its place in
/// the order. A span without slack is critical. Cost O(spans + edges).
///
/// @param nanos by span; do not write to it
public record Slack(long[] nanos) {
  public static final Analysis<Slack> ANALYSIS =
      Analysis.of(
          "slack", Set.of(), run -> new Walk(run.trace(), run.get(Dependencies.ANALYSIS)).slack());

  /// From the ends of the run back: a span is settled when all that followed it are.
  private static final class Walk {
    private final Trace trace;
    private final Dependencies dependencies;
    private final long[] latestEnd;
    private final int[] unsettled;
    private final int[] ready;
    private int readyCount;

    Walk(Trace trace, Dependencies dependencies) {
      this.trace = trace;
      this.dependencies = dependencies;
      latestEnd = new long[trace.spanCount()];
      unsettled = new int[latestEnd.length];
      ready = new int[latestEnd.length];
      Arrays.fill(latestEnd, trace.durationNanos());
    }

    Slack slack() {
      for (int track = 0; track < trace.tracks().size(); track++) {
        for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
          for (int edge = dependencies.first(span); edge < dependencies.end(span); edge++) {
            unsettled[dependencies.from(edge)] += isBefore(dependencies.from(edge), span) ? 1 : 0;
          }
          if (span > trace.firstSpan(track)) {
            unsettled[span - 1] += isBefore(span - 1, span) ? 1 : 0;
          }
        }
      }
      for (int span = 0; span < latestEnd.length; span++) {
        if (unsettled[span] == 0) {
          ready[readyCount++] = span;
        }
      }
      while (readyCount > 0) {
        settle(ready[--readyCount]);
      }
      for (int span = 0; span < latestEnd.length; span++) {
        latestEnd[span] -= trace.endNanos(span);
      }
      return new Slack(latestEnd);
    }

    private void settle(int span) {
      long latestStart = latestEnd[span] - trace.durationNanos(span);
      for (int edge = dependencies.first(span); edge < dependencies.end(span); edge++) {
        hold(dependencies.from(edge), span, latestStart);
      }
      if (span > trace.firstSpan(trace.track(span))) {
        hold(span - 1, span, latestStart);
      }
    }

    /// What a span followed must end before it begins.
    private void hold(int before, int span, long latestStart) {
      if (isBefore(before, span)) {
        latestEnd[before] = Math.min(latestEnd[before], latestStart);
        if (--unsettled[before] == 0) {
          ready[readyCount++] = before;
        }
      }
    }

    /// Empty spans of one instant hold each other in no order.
    private boolean isBefore(int before, int span) {
      return trace.endNanos(before) <= trace.startNanos(span)
          && trace.startNanos(before) < trace.endNanos(span);
    }
  }
}
