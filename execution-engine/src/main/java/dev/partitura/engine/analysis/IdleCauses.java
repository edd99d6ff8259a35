package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;

/// Why a track stood still: its [IdleGap]s added up by their cause.
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
    var causes = new ArrayList<IdleCauses>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane(_, _, var lane)
          && lane == Lane.COMPUTE) {
        causes.add(sum(trace, track, IdleGap.of(run, track)));
      }
    }
    return List.copyOf(causes);
  }

  private static IdleCauses sum(Trace trace, int track, List<IdleGap> gaps) {
    var nanos = new EnumMap<IdleGap.Cause, Long>(IdleGap.Cause.class);
    var waits = new long[trace.tracks().size()];
    long dispatch = 0;
    for (var gap : gaps) {
      nanos.merge(gap.cause(), gap.waitedNanos(), Long::sum);
      dispatch += gap.dispatchNanos();
      if (gap.cause() == IdleGap.Cause.VALUE) {
        waits[trace.track(gap.awaited())] += gap.waitedNanos();
      }
    }
    return new IdleCauses(
        track,
        nanos.getOrDefault(IdleGap.Cause.FILL, 0L),
        nanos.getOrDefault(IdleGap.Cause.DRAIN, 0L),
        nanos.getOrDefault(IdleGap.Cause.REST, 0L),
        Arrays.stream(waits).boxed().toList(),
        nanos.getOrDefault(IdleGap.Cause.MEMORY, 0L),
        dispatch);
  }

  /// All waiting for values of other tracks.
  public long waitedNanos() {
    return waitNanos.stream().mapToLong(Long::longValue).sum();
  }
}
