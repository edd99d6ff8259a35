package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.trace.Trace;
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
    var pipeline = Pipeline.of(run, track);
    var gaps = new ArrayList<IdleGap>();
    long until = 0;
    for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
      if (trace.startNanos(span) > until) {
        gaps.add(before(span, until, run, pipeline));
      }
      until = Math.max(until, trace.endNanos(span));
    }
    if (trace.durationNanos() > until) {
      gaps.add(atEnd(track, until, trace, pipeline));
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
    return next < trace.endSpan(track)
        ? before(next, from, run, Pipeline.of(run, track))
        : atEnd(track, from, trace, Pipeline.of(run, track));
  }

  private static IdleGap atEnd(int track, long from, Trace trace, Pipeline pipeline) {
    long end = trace.durationNanos();
    var cause = pipeline.drains() ? Cause.DRAIN : Cause.REST;
    return new IdleGap(track, from, end, end, cause, -1, -1);
  }

  private static IdleGap before(int span, long from, Analyses run, Pipeline pipeline) {
    var trace = run.trace();
    int track = trace.track(span);
    long to = trace.startNanos(span);
    if (pipeline.fills() && span == trace.firstSpan(track)) {
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

  /// Whether micro-batches pass several stages, as far as that is known, and a track is not of the
  /// first of them or of the last.
  private record Pipeline(boolean fills, boolean drains) {
    static Pipeline of(Analyses run, int track) {
      var network = run.provenance().network();
      var plan = run.provenance().plan();
      var device = run.trace().tracks().get(track).device();
      return network != null
              && plan != null
              && plan.microBatches() > 1
              && Parallelism.of(network, plan).isPipeline()
          ? new Pipeline(
              isElsewhere(device, plan.stages(network).getFirst()),
              isElsewhere(device, plan.stages(network).getLast()))
          : new Pipeline(false, false);
    }

    private static boolean isElsewhere(@Nullable DeviceId device, Part stage) {
      return stage.mesh().devices().stream().noneMatch(of -> of.equals(device));
    }
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
