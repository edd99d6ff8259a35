package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a track stood still, gap by gap: what the span behind the gap waited for last. That a
/// pipeline fills or drains is said only where micro-batches pass several stages.
///
/// @param track whose time it is
/// @param fillNanos before its first span, while the pipeline fills
/// @param drainNanos behind its last span, while the pipeline drains
/// @param restNanos behind its last span, for nothing was left to do
/// @param waitNanos by track: until a span there had made a value
/// @param memoryNanos until a span elsewhere no longer needed memory
/// @param dispatchNanos everything was there, the next task had only to begin
public record IdleCauses(
    int track,
    long fillNanos,
    long drainNanos,
    long restNanos,
    List<Long> waitNanos,
    long memoryNanos,
    long dispatchNanos) {
  /// One for each lane that computes.
  public static final Analysis<List<IdleCauses>> ANALYSIS =
      Analysis.of("idle causes", Set.of(), IdleCauses::of);

  public IdleCauses {
    waitNanos = List.copyOf(waitNanos);
  }

  private static List<IdleCauses> of(Analyses run) {
    var trace = run.trace();
    var stages = pipeline(run.provenance().network(), run.provenance().plan());
    var causes = new ArrayList<IdleCauses>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane(_, var device, var lane)
          && lane == Lane.COMPUTE) {
        causes.add(
            of(
                trace,
                run.get(Dependencies.ANALYSIS),
                track,
                !stages.isEmpty() && !has(stages.getFirst(), device),
                !stages.isEmpty() && !has(stages.getLast(), device)));
      }
    }
    return List.copyOf(causes);
  }

  /// The stages that micro-batches pass one after another; none where it is not known that they do.
  private static List<Part> pipeline(@Nullable Network network, @Nullable Plan plan) {
    return network != null
            && plan != null
            && plan.microBatches() > 1
            && Parallelism.of(network, plan).isPipeline()
        ? plan.stages(network)
        : List.of();
  }

  private static boolean has(Part stage, DeviceId device) {
    return stage.mesh().devices().contains(device);
  }

  private static IdleCauses of(
      Trace trace, Dependencies dependencies, int track, boolean fills, boolean drains) {
    int first = trace.firstSpan(track);
    long fill = fills && first < trace.endSpan(track) ? trace.startNanos(first) : 0;
    long until = fill;
    long memory = 0;
    long dispatch = 0;
    var waits = new long[trace.tracks().size()];
    for (int span = first; span < trace.endSpan(track); span++) {
      long from = until;
      long to = trace.startNanos(span);
      until = Math.max(until, trace.endNanos(span));
      if (to <= from) {
        continue;
      }
      int edge = dependencies.latest(span);
      long released =
          edge < 0 ? from : Math.clamp(trace.endNanos(dependencies.from(edge)), from, to);
      dispatch += to - released;
      if (edge >= 0 && dependencies.kind(edge).isMemory()) {
        memory += released - from;
      } else if (edge >= 0) {
        waits[trace.track(dependencies.from(edge))] += released - from;
      }
    }
    long left = Math.max(0, trace.durationNanos() - until);
    return new IdleCauses(
        track,
        fill,
        drains ? left : 0,
        drains ? 0 : left,
        Arrays.stream(waits).boxed().toList(),
        memory,
        dispatch);
  }

  /// All waiting for values of other tracks.
  public long waitedNanos() {
    return waitNanos.stream().mapToLong(Long::longValue).sum();
  }
}
