package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Dependencies;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;

/// Which spans a span took values from, and which took values from it. Immutable; building costs
/// O(spans + edges).
public final class Flows {
  private final Trace trace;
  private final int[] firstInto;
  private final int[] into;
  private final int[] firstOutOf;
  private final int[] outOf;

  private Flows(Trace trace, int[] from, int[] to) {
    this.trace = trace;
    firstInto = offsets(to, trace.spanCount());
    into = deal(firstInto, to, from);
    firstOutOf = offsets(from, trace.spanCount());
    outOf = deal(firstOutOf, from, to);
  }

  static Flows of(Trace trace, Dependencies dependencies) {
    var from = new int[dependencies.count()];
    var to = new int[dependencies.count()];
    int count = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      for (int edge = dependencies.first(span); edge < dependencies.end(span); edge++) {
        if (dependencies.kind(edge) == EdgeKind.RAW) {
          from[count] = dependencies.from(edge);
          to[count++] = span;
        }
      }
    }
    return new Flows(trace, Arrays.copyOf(from, count), Arrays.copyOf(to, count));
  }

  private static int[] offsets(int[] keys, int spans) {
    var first = new int[spans + 1];
    for (int key : keys) {
      first[key + 1]++;
    }
    for (int span = 0; span < spans; span++) {
      first[span + 1] += first[span];
    }
    return first;
  }

  private static int[] deal(int[] first, int[] keys, int[] values) {
    var dealt = new int[values.length];
    var next = Arrays.copyOf(first, first.length);
    for (int i = 0; i < keys.length; i++) {
      dealt[next[keys[i]]++] = values[i];
    }
    return dealt;
  }

  /// Spans that `span` took values from.
  public int[] into(int span) {
    return Arrays.copyOfRange(into, firstInto[span], firstInto[span + 1]);
  }

  /// Spans that took values from `span`.
  public int[] outOf(int span) {
    return Arrays.copyOfRange(outOf, firstOutOf[span], firstOutOf[span + 1]);
  }

  /// The span that `span` waited for last, or -1: of those with an arrow to it, the one that ended
  /// last.
  public int lastInto(int span) {
    int last = -1;
    for (int i = firstInto[span]; i < firstInto[span + 1]; i++) {
      if (last < 0 || trace.endNanos(into[i]) > trace.endNanos(last)) {
        last = into[i];
      }
    }
    return last;
  }
}
