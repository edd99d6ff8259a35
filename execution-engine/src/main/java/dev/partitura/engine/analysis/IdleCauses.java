package dev.partitura.engine.analysis;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.List;

/// Why a track stood still, gap by gap: what the span behind the gap waited for last.
///
/// @param track whose time it is
/// @param fillNanos before its first span: the pipeline fills
/// @param drainNanos behind its last span: the others finish
/// @param waitNanos by track: until a task there had made a value
/// @param memoryNanos until a task elsewhere no longer needed memory
/// @param dispatchNanos everything was there, the next task had only to begin
public record IdleCauses(
    int track,
    long fillNanos,
    long drainNanos,
    List<Long> waitNanos,
    long memoryNanos,
    long dispatchNanos) {
  public IdleCauses {
    waitNanos = List.copyOf(waitNanos);
  }

  /// One for each device track.
  public static List<IdleCauses> of(Trace trace, TaskGraph graph) {
    return of(trace, new Dependencies(graph, trace));
  }

  static List<IdleCauses> of(Trace trace, Dependencies dependencies) {
    var causes = new ArrayList<IdleCauses>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (trace.tracks().get(track) instanceof Track.OfLane) {
        causes.add(of(trace, dependencies, track));
      }
    }
    return causes;
  }

  private static IdleCauses of(Trace trace, Dependencies dependencies, int track) {
    int first = trace.firstSpan(track);
    int end = trace.endSpan(track);
    var waits = new long[trace.tracks().size()];
    if (first == end) {
      return new IdleCauses(track, 0, trace.durationNanos(), boxed(waits), 0, 0);
    }
    long memory = 0;
    long dispatch = 0;
    for (int span = first + 1; span < end; span++) {
      long from = trace.endNanos(span - 1);
      long to = trace.startNanos(span);
      int task = trace.task(span);
      int edge = task < 0 || to <= from ? -1 : dependencies.latest(task, trace);
      long released =
          edge < 0
              ? from
              : Math.clamp(
                  trace.endNanos(dependencies.span(dependencies.from(edge))),
                  from,
                  Math.max(from, to));
      dispatch += Math.max(0, to - released);
      if (edge >= 0 && dependencies.kind(edge) == EdgeKind.MEMORY) {
        memory += released - from;
      } else if (edge >= 0) {
        waits[trace.track(dependencies.span(dependencies.from(edge)))] += released - from;
      }
    }
    long drain = trace.durationNanos() - trace.endNanos(end - 1);
    return new IdleCauses(
        track, trace.startNanos(first), Math.max(0, drain), boxed(waits), memory, dispatch);
  }

  private static List<Long> boxed(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  /// All waiting for values of other tracks.
  public long waitedNanos() {
    return waitNanos.stream().mapToLong(Long::longValue).sum();
  }
}
