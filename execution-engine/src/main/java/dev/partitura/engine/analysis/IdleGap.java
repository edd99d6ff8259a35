package dev.partitura.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stretch of time in which a track stood still, and why. Until `releasedNanos` something was
/// missing; from then on the next task had only to begin. Nanoseconds from the start of the trace.
///
/// @param span the span behind it, or -1 when none follows
/// @param awaited the span whose end was waited for, or -1 when it waited for none
public record IdleGap(
    int track,
    long fromNanos,
    long releasedNanos,
    long toNanos,
    Cause cause,
    int span,
    int awaited) {
  /// What was missing. That a pipeline fills or drains is said only where micro-batches pass
  /// several stages.
  public enum Cause {
    /// The pipeline fills: the first micro-batch is not here yet.
    FILL,
    /// The pipeline drains: the last micro-batch has gone on.
    DRAIN,
    /// Nothing was left to do.
    REST,
    /// A value that another span was making.
    VALUE,
    /// Memory that another span still used.
    MEMORY,
    /// Nothing: the next task could begin.
    DISPATCH
  }

  /// Every gap of a track in time order; they do not overlap. Cost O(spans of the track).
  public static List<IdleGap> of(Analyses run, int track) {
    var trace = run.trace();
    var gaps = new ArrayList<IdleGap>();
    long until = 0;
    for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
      if (trace.startNanos(span) > until) {
        gaps.add(before(span, until, run));
      }
      until = Math.max(until, trace.endNanos(span));
    }
    if (trace.durationNanos() > until) {
      gaps.addAll(atEnd(track, until, run));
    }
    return gaps;
  }

  /// The gap of a track at a moment, or null while it was at work or the run was over. Cost O(log
  /// spans).
  public static @Nullable IdleGap at(Analyses run, int track, double nanos) {
    var trace = run.trace();
    int next = trace.firstSpan(track);
    for (int end = trace.endSpan(track); next < end; ) {
      int middle = (next + end) >>> 1;
      if (trace.startNanos(middle) <= nanos) {
        next = middle + 1;
      } else {
        end = middle;
      }
    }
    long from = 0;
    for (int span = next - 1; span >= trace.firstSpan(track); span = trace.parent(span)) {
      from = Math.max(from, trace.endNanos(span));
    }
    if (nanos < from || nanos >= trace.durationNanos()) {
      return null;
    }
    if (next < trace.endSpan(track)) {
      return before(next, from, run);
    }
    return atEnd(track, from, run).stream()
        .filter(gap -> nanos < gap.toNanos())
        .findFirst()
        .orElseThrow();
  }

  /// While others of the pipeline have micro-batches still, and from then on.
  private static List<IdleGap> atEnd(int track, long from, Analyses run) {
    long end = run.trace().durationNanos();
    long drained =
        Math.clamp(run.get(PipelineEnds.ANALYSIS).drainsUntilNanos().get(track), from, end);
    var gaps = new ArrayList<IdleGap>();
    if (drained > from) {
      gaps.add(new IdleGap(track, from, drained, drained, Cause.DRAIN, -1, -1));
    }
    if (end > drained) {
      gaps.add(new IdleGap(track, drained, end, end, Cause.REST, -1, -1));
    }
    return gaps;
  }

  private static IdleGap before(int span, long from, Analyses run) {
    var trace = run.trace();
    int track = trace.track(span);
    long to = trace.startNanos(span);
    if (span == trace.firstSpan(track) && run.get(PipelineEnds.ANALYSIS).fills().get(track)) {
      return new IdleGap(track, from, to, to, Cause.FILL, span, -1);
    }
    var dependencies = run.get(Dependencies.ANALYSIS);
    int edge = dependencies.latest(span);
    int awaited = edge < 0 ? -1 : dependencies.from(edge);
    long released = edge < 0 ? from : Math.clamp(trace.endNanos(awaited), from, to);
    if (released == from) {
      return new IdleGap(track, from, from, to, Cause.DISPATCH, span, -1);
    }
    var cause = dependencies.kind(edge).isMemory() ? Cause.MEMORY : Cause.VALUE;
    return new IdleGap(track, from, released, to, cause, span, awaited);
  }

  public long nanos() {
    return toNanos - fromNanos;
  }

  /// Time until everything was there.
  public long waitedNanos() {
    return releasedNanos - fromNanos;
  }

  /// Time after that until the next task began.
  public long dispatchNanos() {
    return toNanos - releasedNanos;
  }
}
