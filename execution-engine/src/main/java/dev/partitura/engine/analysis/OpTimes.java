package dev.partitura.engine.analysis;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// How long the ops computed, over all micro-batches and replicas together.
///
/// @param nanosByLabel of the spans of each label of the trace; do not write to it
/// @param nanosByOp of each op; the time of a span that stands for several is dealt out evenly
public record OpTimes(long[] nanosByLabel, Map<OpId, Double> nanosByOp) {
  public static final Analysis<OpTimes> ANALYSIS =
      Analysis.of("op times", Set.of(), run -> of(run.trace()));

  public OpTimes {
    nanosByOp = Collections.unmodifiableMap(new LinkedHashMap<>(nanosByOp));
  }

  private static OpTimes of(Trace trace) {
    var byLabel = new long[trace.labels().size()];
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span).computes()) {
        byLabel[trace.label(span)] += trace.durationNanos(span);
      }
    }
    var byOp = new LinkedHashMap<OpId, Double>();
    for (int label = 0; label < byLabel.length; label++) {
      var ops = trace.labels().get(label).ops();
      for (var op : byLabel[label] == 0 ? Set.<OpId>of() : ops) {
        byOp.merge(op, (double) byLabel[label] / ops.size(), Double::sum);
      }
    }
    return new OpTimes(byLabel, byOp);
  }
}
