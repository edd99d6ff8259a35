package dev.partitura.engine.analysis;

import dev.partitura.engine.trace.Trace;

/// All copies between devices of one iteration.
public record Transfers(int count, long bytes, long nanos) {
  public static Transfers of(Trace trace) {
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
}
