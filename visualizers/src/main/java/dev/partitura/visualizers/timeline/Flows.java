package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Dependencies;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Which spans a span waited for, and which waited for it: for a value, for memory or by order.
/// Immutable; building costs O(spans + edges).
public final class Flows {
  private static final EdgeKind[] KINDS = EdgeKind.values();

  private final Trace trace;
  private final int[] firstInto;
  private final int[] into;
  private final int[] firstOutOf;
  private final int[] outOf;
  private final byte[] intoKind;
  private final byte[] outOfKind;

  /// One edge as an arrow.
  record Arrow(int from, int to, EdgeKind kind) {}

  private Flows(Trace trace, int[] from, int[] to, byte[] kind) {
    this.trace = trace;
    firstInto = offsets(to, trace.spanCount());
    var byTarget = order(firstInto, to);
    into = picked(from, byTarget);
    intoKind = picked(kind, byTarget);
    firstOutOf = offsets(from, trace.spanCount());
    var bySource = order(firstOutOf, from);
    outOf = picked(to, bySource);
    outOfKind = picked(kind, bySource);
  }

  static Flows of(Trace trace, Dependencies dependencies) {
    var from = new int[dependencies.count()];
    var to = new int[dependencies.count()];
    var kind = new byte[dependencies.count()];
    int count = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      for (int edge = dependencies.first(span); edge < dependencies.end(span); edge++) {
        from[count] = dependencies.from(edge);
        kind[count] = (byte) dependencies.kind(edge).ordinal();
        to[count++] = span;
      }
    }
    return new Flows(trace, from, to, kind);
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

  /// The edges in the order of their keys.
  private static int[] order(int[] first, int[] keys) {
    var order = new int[keys.length];
    var next = Arrays.copyOf(first, first.length);
    for (int i = 0; i < keys.length; i++) {
      order[next[keys[i]]++] = i;
    }
    return order;
  }

  private static int[] picked(int[] values, int[] order) {
    var picked = new int[order.length];
    Arrays.setAll(picked, i -> values[order[i]]);
    return picked;
  }

  private static byte[] picked(byte[] values, int[] order) {
    var picked = new byte[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = values[order[i]];
    }
    return picked;
  }

  /// The edges into a span, `most` at most.
  List<Arrow> arrowsInto(int span, int most) {
    return IntStream.range(firstInto[span], firstInto[span + 1])
        .limit(most)
        .mapToObj(i -> new Arrow(into[i], span, KINDS[intoKind[i]]))
        .toList();
  }

  /// The edges out of a span, `most` at most.
  List<Arrow> arrowsOutOf(int span, int most) {
    return IntStream.range(firstOutOf[span], firstOutOf[span + 1])
        .limit(most)
        .mapToObj(i -> new Arrow(span, outOf[i], KINDS[outOfKind[i]]))
        .toList();
  }

  /// The span that `span` took its last value from, or -1: of those whose values it reads, the one
  /// that ended last.
  public int lastInto(int span) {
    int last = -1;
    for (int i = firstInto[span]; i < firstInto[span + 1]; i++) {
      boolean gives = KINDS[intoKind[i]] == EdgeKind.RAW;
      if (gives && (last < 0 || trace.endNanos(into[i]) > trace.endNanos(last))) {
        last = into[i];
      }
    }
    return last;
  }
}
