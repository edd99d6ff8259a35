package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.trace.Trace;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// How long the devices computed in each phase, all together. What they sent and received between
/// is none of it.
///
/// @param nanos of every phase; 0 of one that the trace does not have
public record PhaseTimes(Map<Phase, Long> nanos) {
  public static final Analysis<PhaseTimes> ANALYSIS =
      Analysis.of("phases", Set.of(), run -> of(run.trace()), PhaseTimes::report);

  public PhaseTimes {
    nanos = Collections.unmodifiableMap(new EnumMap<>(nanos));
  }

  public static PhaseTimes of(Trace trace) {
    var nanos = new EnumMap<Phase, Long>(Phase.class);
    for (var phase : Phase.values()) {
      nanos.put(phase, 0L);
    }
    for (int span = 0; span < trace.spanCount(); span++) {
      var phase = trace.phase(span);
      if (phase != null && !trace.kind(span).isCommunication()) {
        nanos.merge(phase, trace.durationNanos(span), Long::sum);
      }
    }
    return new PhaseTimes(nanos);
  }

  /// Whether there is more than inference.
  public boolean isOfTraining() {
    return nanos.entrySet().stream()
        .anyMatch(each -> each.getKey() != Phase.F && each.getValue() > 0);
  }

  private void report(ObjectNode report) {
    if (isOfTraining()) {
      put(report);
    }
  }

  /// Writes them as `phases`.
  public void put(ObjectNode report) {
    var phases = report.putObject("phases");
    nanos.forEach((phase, of) -> phases.put(phase.name(), of));
  }
}
