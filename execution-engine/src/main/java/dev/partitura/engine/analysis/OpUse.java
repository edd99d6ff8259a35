package dev.partitura.engine.analysis;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a run spent on some ops, and what they waited for.
///
/// @param perMicroBatch nanoseconds of all their spans in one micro-batch of one replica
/// @param nanos all their spans together
/// @param share of all that was computed, 0 to 1
/// @param waitedNanos time that their devices stood still until their values were there
/// @param awaited name of the span that was waited for longest; empty when none was
/// @param awaitedTrack name of the track it ran on
/// @param fused other ops that ran in the same spans, which therefore count here too
public record OpUse(
    Spread perMicroBatch,
    long nanos,
    double share,
    long waitedNanos,
    String awaited,
    String awaitedTrack,
    Set<OpId> fused) {
  private record Slice(int replica, int microBatch) {}

  /// Cost O(spans).
  public static OpUse of(Analyses run, Set<OpId> ops) {
    var trace = run.trace();
    var chosen = new boolean[trace.labels().size()];
    var fused = new LinkedHashSet<OpId>();
    for (int label = 0; label < chosen.length; label++) {
      var together = trace.labels().get(label).ops();
      chosen[label] = together.stream().anyMatch(ops::contains);
      if (chosen[label]) {
        fused.addAll(together);
      }
    }
    fused.removeAll(ops);
    var slices = new HashMap<Slice, Long>();
    long nanos = 0;
    long all = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span).computes()) {
        all += trace.durationNanos(span);
        if (chosen[trace.label(span)]) {
          nanos += trace.durationNanos(span);
          slices.merge(
              new Slice(trace.replica(span), trace.microBatch(span)),
              trace.durationNanos(span),
              Long::sum);
        }
      }
    }
    var waits = waits(run, chosen);
    var longest =
        waits.entrySet().stream()
            .max(Map.Entry.<Integer, Long>comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(-1);
    return new OpUse(
        Spread.of(slices.values().stream().mapToLong(Long::longValue).toArray()),
        nanos,
        all == 0 ? 0 : (double) nanos / all,
        waits.values().stream().mapToLong(Long::longValue).sum(),
        longest < 0 ? "" : trace.name(longest),
        longest < 0 ? "" : trace.tracks().get(trace.track(longest)).name(),
        Set.copyOf(fused));
  }

  /// Waiting time before the chosen spans by the first span with the label that was awaited.
  private static Map<Integer, Long> waits(Analyses run, boolean[] chosen) {
    var trace = run.trace();
    var spanOfLabel = new HashMap<Integer, Integer>();
    var waits = new HashMap<Integer, Long>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      for (var gap : IdleGap.of(run, track)) {
        if (gap.awaited() >= 0 && gap.span() >= 0 && chosen[trace.label(gap.span())]) {
          int one = spanOfLabel.computeIfAbsent(trace.label(gap.awaited()), _ -> gap.awaited());
          waits.merge(one, gap.waitedNanos(), Long::sum);
        }
      }
    }
    return waits;
  }

  /// The label under which an op ran fused with others, or null where it ran alone or not at all.
  public static Trace.@Nullable Label fusedLabel(Trace trace, OpId op) {
    return trace.labels().stream()
        .filter(label -> label.ops().size() > 1 && label.ops().contains(op))
        .findFirst()
        .orElse(null);
  }
}
