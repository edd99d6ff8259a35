package dev.partitura.engine.analysis;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long each op took, for weighing ops against each other: the mean of its spans. The time of a
/// span that stands for several ops counts for the first of them.
public final class OpTimes {
  private OpTimes() {}

  /// Nanoseconds by op.
  public static Map<OpId, Long> of(Trace trace) {
    var sum = new LinkedHashMap<OpId, Long>();
    var count = new LinkedHashMap<OpId, Integer>();
    for (int span = 0; span < trace.spanCount(); span++) {
      var ops = trace.labels().get(trace.label(span)).ops();
      if (trace.kind(span).computes() && !ops.isEmpty()) {
        sum.merge(ops.getFirst(), trace.durationNanos(span), Long::sum);
        count.merge(ops.getFirst(), 1, Integer::sum);
      }
    }
    sum.replaceAll((op, nanos) -> nanos / count.getOrDefault(op, 1));
    return sum;
  }
}
