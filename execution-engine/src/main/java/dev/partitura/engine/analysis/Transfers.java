package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.trace.Trace;
import java.util.Set;

/// All copies between devices of one iteration.
public record Transfers(int count, long bytes, long nanos) {
  public static final Analysis<Transfers> ANALYSIS =
      Analysis.of("transfers", Set.of(), run -> of(run.trace()), Transfers::report);

  private static Transfers of(Trace trace) {
    int count = 0;
    long bytes = 0;
    long nanos = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span).moves()) {
        count++;
        bytes += trace.bytes(span);
        nanos += trace.durationNanos(span);
      }
    }
    return new Transfers(count, bytes, nanos);
  }

  private void report(ObjectNode report) {
    report.putObject("transfers").put("count", count).put("bytes", bytes).put("nanos", nanos);
  }
}
