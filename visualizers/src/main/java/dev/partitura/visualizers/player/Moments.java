package dev.partitura.visualizers.player;

import dev.partitura.engine.trace.Trace;

/// The moments at which something begins in a trace, found at a cost that grows with its tracks,
/// hardly with its spans.
final class Moments {
  private Moments() {}

  /// The first begin of a span after a moment; the end of the trace when there is none.
  static long next(Trace trace, long nanos, long endNanos) {
    long next = endNanos;
    for (int track = 0; track < trace.tracks().size(); track++) {
      int span = firstAfter(trace, track, nanos);
      if (span < trace.endSpan(track)) {
        next = Math.min(next, trace.startNanos(span));
      }
    }
    return next;
  }

  /// The last begin of a span before a moment; 0 when there is none.
  static long previous(Trace trace, long nanos) {
    return lastUntil(trace, nanos - 1);
  }

  /// The last begin of a span at or before a moment; 0 when there is none.
  static long lastUntil(Trace trace, long nanos) {
    long last = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      int after = firstAfter(trace, track, nanos);
      if (after > trace.firstSpan(track)) {
        last = Math.max(last, trace.startNanos(after - 1));
      }
    }
    return last;
  }

  private static int firstAfter(Trace trace, int track, long nanos) {
    int low = trace.firstSpan(track);
    int high = trace.endSpan(track);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trace.startNanos(middle) <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
