package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;
import java.util.Arrays;

/// Which spans a span waited for, and which waited for it. Immutable; building costs O(spans + flows).
public final class Flows {
  private final Trace trace;
  private final int[] firstIncoming;
  private final int[] incoming;

  public Flows(Trace trace) {
    this.trace = trace;
    int flows = trace.flowCount();
    firstIncoming = new int[trace.spanCount() + 1];
    for (int flow = 0; flow < flows; flow++) {
      firstIncoming[trace.flowTo(flow) + 1]++;
    }
    for (int span = 0; span < trace.spanCount(); span++) {
      firstIncoming[span + 1] += firstIncoming[span];
    }
    incoming = new int[flows];
    var next = Arrays.copyOf(firstIncoming, firstIncoming.length);
    for (int flow = 0; flow < flows; flow++) {
      incoming[next[trace.flowTo(flow)]++] = trace.flowFrom(flow);
    }
  }

  /// Spans that `span` waited for, in the order of their tracks and starts.
  public int[] into(int span) {
    return Arrays.copyOfRange(incoming, firstIncoming[span], firstIncoming[span + 1]);
  }

  /// Spans that waited for `span`.
  public int[] outOf(int span) {
    int low = 0;
    int high = trace.flowCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trace.flowFrom(middle) < span) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int end = low;
    while (end < trace.flowCount() && trace.flowFrom(end) == span) {
      end++;
    }
    var targets = new int[end - low];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = trace.flowTo(low + i);
    }
    return targets;
  }

  /// The span that `span` waited for last, or -1: of those with an arrow to it, the one that ended last.
  public int lastInto(int span) {
    int last = -1;
    for (int i = firstIncoming[span]; i < firstIncoming[span + 1]; i++) {
      if (last < 0 || trace.endNanos(incoming[i]) > trace.endNanos(last)) {
        last = incoming[i];
      }
    }
    return last;
  }
}
