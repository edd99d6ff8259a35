package dev.partitura.engine.analysis;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The span of a trace that shows best what a finding says. Cost O(spans) for each finding.
public final class Evidence {
  /// By finding, where there is such a span.
  public static final Analysis<Map<Finding, Integer>> ANALYSIS =
      Analysis.of("evidence", Set.of(), Evidence::of);

  private Evidence() {}

  private static Map<Finding, Integer> of(Analyses run) {
    var spans = new HashMap<Finding, Integer>();
    for (var finding : run.get(Why.ANALYSIS)) {
      span(run.trace(), finding).ifPresent(span -> spans.put(finding, span));
    }
    return Map.copyOf(spans);
  }

  static Optional<Integer> span(Trace trace, Finding finding) {
    return switch (finding.kind()) {
      case WAITING, DISPATCH, INTERRUPTED -> afterLongestGap(trace, track(trace, finding.device()));
      case IMBALANCE, SLOW_REPLICA, BOTTLENECK ->
          longest(trace, track(trace, finding.device()), false);
      case PREEMPTED -> mostPreempted(trace, track(trace, finding.device()));
      case TRANSFER -> longest(trace, -1, true);
      case HEAVY_OP -> longestOf(trace, finding.other());
      case BUBBLE, SEQUENTIAL -> Optional.empty();
    };
  }

  private static int track(Trace trace, String device) {
    for (int track = 0; track < trace.tracks().size(); track++) {
      var of = trace.tracks().get(track);
      if (of.name().equals(device) || (of.device() != null && of.device().name().equals(device))) {
        return track;
      }
    }
    return -1;
  }

  private static Optional<Integer> afterLongestGap(Trace trace, int track) {
    int best = -1;
    long longest = 0;
    for (int span = track < 0 ? 0 : trace.firstSpan(track) + 1;
        track >= 0 && span < trace.endSpan(track);
        span++) {
      long gap = trace.startNanos(span) - trace.endNanos(span - 1);
      if (gap > longest) {
        longest = gap;
        best = span;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }

  private static Optional<Integer> mostPreempted(Trace trace, int track) {
    int best = -1;
    for (int span = track < 0 ? 0 : trace.firstSpan(track);
        track >= 0 && span < trace.endSpan(track);
        span++) {
      if (trace.preemptedNanos(span) > (best < 0 ? 0 : trace.preemptedNanos(best))) {
        best = span;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }

  /// Name of the op that a span is of, or its own where none is known. The reordering of a value is
  /// of the op that it is done for.
  static String op(Trace trace, int span) {
    var label = trace.labels().get(trace.label(span));
    return label.ops().isEmpty() || label.ops().contains(new OpId(label.name()))
        ? label.name()
        : label.ops().getFirst().name();
  }

  private static Optional<Integer> longestOf(Trace trace, String op) {
    int best = -1;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (op.equals(op(trace, span))
          && (best < 0 || trace.durationNanos(span) > trace.durationNanos(best))) {
        best = span;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }

  /// The longest span of a track, or of all for -1.
  private static Optional<Integer> longest(Trace trace, int track, boolean onlyTransfers) {
    int best = -1;
    int from = track < 0 ? 0 : trace.firstSpan(track);
    int to = track < 0 ? trace.spanCount() : trace.endSpan(track);
    for (int span = from; span < to; span++) {
      boolean fits = !onlyTransfers || trace.kind(span).moves();
      if (fits && (best < 0 || trace.durationNanos(span) > trace.durationNanos(best))) {
        best = span;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(best);
  }
}
