package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.EdgeKind;
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
  /// What was missing. That a pipeline fills or drains is said only where micro-batches pass several
  /// stages.
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
    var stages = stages(run.provenance().network(), run.provenance().plan());
    var device = trace.tracks().get(track).device();
    var dependencies = run.get(Dependencies.ANALYSIS);
    var gaps = new ArrayList<IdleGap>();
    int first = trace.firstSpan(track);
    long until = 0;
    for (int span = first; span < trace.endSpan(track); span++) {
      long from = until;
      long to = trace.startNanos(span);
      until = Math.max(until, trace.endNanos(span));
      if (to > from) {
        boolean fills = span == first && !stages.isEmpty() && !has(stages.getFirst(), device);
        gaps.add(
            fills
                ? new IdleGap(track, from, to, to, Cause.FILL, span, -1)
                : before(span, from, trace, dependencies));
      }
    }
    long end = trace.durationNanos();
    if (end > until) {
      boolean drains = !stages.isEmpty() && !has(stages.getLast(), device);
      gaps.add(
          new IdleGap(track, until, end, end, drains ? Cause.DRAIN : Cause.REST, -1, -1));
    }
    return gaps;
  }

  /// The gap of a track at a moment, or null while it was at work.
  public static @Nullable IdleGap at(Analyses run, int track, double nanos) {
    return of(run, track).stream()
        .filter(gap -> gap.fromNanos() <= nanos && nanos < gap.toNanos())
        .findFirst()
        .orElse(null);
  }

  private static IdleGap before(int span, long from, Trace trace, Dependencies dependencies) {
    int track = trace.track(span);
    long to = trace.startNanos(span);
    int edge = dependencies.latest(span);
    int awaited = edge < 0 ? -1 : dependencies.from(edge);
    long released = edge < 0 ? from : Math.clamp(trace.endNanos(awaited), from, to);
    if (released == from) {
      return new IdleGap(track, from, from, to, Cause.DISPATCH, span, -1);
    }
    var cause =
        dependencies.kind(edge) == EdgeKind.MEMORY ? Cause.MEMORY : Cause.VALUE;
    return new IdleGap(track, from, released, to, cause, span, awaited);
  }

  /// The stages that micro-batches pass one after another; none where it is not known that they do.
  private static List<Part> stages(@Nullable Network network, @Nullable Plan plan) {
    return network != null
            && plan != null
            && plan.microBatches() > 1
            && Parallelism.of(network, plan).isPipeline()
        ? plan.parts()
        : List.of();
  }

  private static boolean has(Part stage, @Nullable DeviceId device) {
    return stage.mesh().devices().stream().anyMatch(other -> other.equals(device));
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
