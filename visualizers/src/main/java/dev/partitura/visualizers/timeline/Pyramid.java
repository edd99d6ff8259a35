package dev.partitura.visualizers.timeline;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.Axis;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sums of one track: level 0 is the spans themselves, each level above has a sixteenth of the
/// nodes below.
final class Pyramid {
  private static final int FAN_OUT = SpanIndex.FAN_OUT;

  /// Pixels below which a node is drawn as one; half as many would cost twice the walk and be hard
  /// to see.
  private static final double FINE_ENOUGH = 2;

  private static final Coloring[] COLORINGS = Coloring.values();

  private final Trace trace;
  private final SpanHues hues;
  private final int first;
  private final int count;
  private final long @Nullable [] selfNanos;
  private final Level[] levels;

  /// Nodes of one level, by position.
  ///
  /// @param hues of each way of colouring
  private record Level(long[] start, long[] end, long[] busy, byte[][] hues) {
    Level(int size) {
      this(new long[size], new long[size], new long[size], new byte[COLORINGS.length][size]);
    }

    byte hue(Coloring coloring, int node) {
      return hues[coloring.ordinal()][node];
    }
  }

  private Pyramid(Trace trace, SpanHues hues, int first, int count, Level[] levels) {
    this.trace = trace;
    this.hues = hues;
    this.first = first;
    this.count = count;
    this.selfNanos = trace.isNested() ? selfNanos(trace, first, count) : null;
    this.levels = levels;
  }

  /// Durations without those of the spans nested within, so that their time counts once.
  private static long[] selfNanos(Trace trace, int first, int count) {
    var self = new long[count];
    for (int i = 0; i < count; i++) {
      self[i] += trace.durationNanos(first + i);
      int parent = trace.parent(first + i);
      if (parent >= 0) {
        self[parent - first] -= trace.durationNanos(first + i);
      }
    }
    return self;
  }

  static Pyramid of(Trace trace, SpanHues hues, int track, Cancellation cancellation) {
    int first = trace.firstSpan(track);
    int count = trace.endSpan(track) - first;
    int depth = 0;
    for (int size = count; size > 1; size = (size + FAN_OUT - 1) / FAN_OUT) {
      depth++;
    }
    var levels = new Level[depth];
    var pyramid = new Pyramid(trace, hues, first, count, levels);
    int size = count;
    for (int level = 0; level < depth; level++) {
      int below = size;
      size = (size + FAN_OUT - 1) / FAN_OUT;
      levels[level] = new Level(size);
      pyramid.sum(level, below, cancellation);
    }
    return pyramid;
  }

  private void sum(int level, int below, Cancellation cancellation) {
    var sums = levels[level];
    var busyOfHue = new long[COLORINGS.length][];
    for (var coloring : COLORINGS) {
      busyOfHue[coloring.ordinal()] = new long[SpanHues.count(coloring) + 1];
    }
    for (int node = 0; node < sums.start.length; node++) {
      if ((node & 0xffff) == 0 && cancellation.isCancelled()) {
        return;
      }
      int from = node * FAN_OUT;
      int to = Math.min(below, from + FAN_OUT);
      for (var sumsOfHue : busyOfHue) {
        Arrays.fill(sumsOfHue, 0);
      }
      long busy = 0;
      long end = Long.MIN_VALUE;
      for (int child = from; child < to; child++) {
        long childBusy = busy(level, child);
        busy += childBusy;
        end = Math.max(end, end(level, child));
        for (var coloring : COLORINGS) {
          busyOfHue[coloring.ordinal()][hue(level, child, coloring) + 1] += childBusy;
        }
      }
      sums.start[node] = start(level, from);
      sums.end[node] = end;
      sums.busy[node] = busy;
      for (var coloring : COLORINGS) {
        sums.hues[coloring.ordinal()][node] = largest(busyOfHue[coloring.ordinal()]);
      }
    }
  }

  private static byte largest(long[] sums) {
    int best = 0;
    for (int i = 1; i < sums.length; i++) {
      if (sums[i] > sums[best]) {
        best = i;
      }
    }
    return (byte) (best - 1);
  }

  // Below level k + 1 lies levels[k - 1]; below level 0 of the array lie the spans.

  private long start(int level, int child) {
    return level == 0 ? trace.startNanos(first + child) : levels[level - 1].start[child];
  }

  private long end(int level, int child) {
    return level == 0 ? trace.endNanos(first + child) : levels[level - 1].end[child];
  }

  private long busy(int level, int child) {
    return level > 0
        ? levels[level - 1].busy[child]
        : selfNanos == null ? trace.durationNanos(first + child) : selfNanos[child];
  }

  private byte hue(int level, int child, Coloring coloring) {
    return level == 0 ? hues.hue(coloring, first + child) : levels[level - 1].hue(coloring, child);
  }

  private int size(int level) {
    return level == 0 ? count : levels[level - 1].start.length;
  }

  long busyNanos() {
    return count == 0 ? 0 : busy(levels.length, 0);
  }

  long endNanos() {
    return count == 0 ? 0 : end(levels.length, 0);
  }

  int firstEndingAfter(double nanos) {
    if (count == 0 || end(levels.length, 0) <= nanos) {
      return -1;
    }
    int node = 0;
    for (int level = levels.length; level > 0; level--) {
      int child = node * FAN_OUT;
      while (end(level - 1, child) <= nanos) {
        child++;
      }
      node = child;
    }
    return first + node;
  }

  /// The last of the spans before number `before` that ends after a moment, or -1.
  int lastEndingAfter(double nanos, int before) {
    int node = before - first - 1;
    int level = 0;
    while (node >= 0) {
      if (end(level, node) > nanos) {
        while (level > 0) {
          level--;
          int child = Math.min(size(level), (node + 1) * FAN_OUT) - 1;
          while (end(level, child) <= nanos) {
            child--;
          }
          node = child;
        }
        return first + node;
      }
      // A node that begins its parent has nothing left of it there; the parent's left neighbour is
      // next.
      while (node % FAN_OUT == 0 && level < levels.length) {
        node /= FAN_OUT;
        level++;
      }
      node--;
    }
    return -1;
  }

  void columns(Axis time, Coloring coloring, Columns out) {
    if (count > 0) {
      new Sweep(time.start(), time.scale(), coloring, out).add(levels.length, 0);
    }
  }

  /// One walk down the pyramid, as deep as the pixels can tell.
  private final class Sweep {
    private final double origin;
    private final double pixelsPerNano;
    private final Coloring coloring;
    private final Columns out;

    Sweep(double origin, double pixelsPerNano, Coloring coloring, Columns out) {
      this.origin = origin;
      this.pixelsPerNano = pixelsPerNano;
      this.coloring = coloring;
      this.out = out;
    }

    void add(int level, int node) {
      double left = (start(level, node) - origin) * pixelsPerNano;
      double right = (end(level, node) - origin) * pixelsPerNano;
      if (right <= 0 || left >= out.count()) {
        return;
      }
      if (level == 0) {
        spread(left, right, busy(0, node), hue(0, node, coloring), out);
      } else if (right - left <= FINE_ENOUGH) {
        spread(left, right, busy(level, node), hue(level, node, coloring), out);
      } else {
        int end = Math.min(size(level - 1), (node + 1) * FAN_OUT);
        for (int child = node * FAN_OUT; child < end; child++) {
          add(level - 1, child);
        }
      }
    }
  }

  /// Deals busy time out to the columns between two places, by their share of the way.
  private static void spread(double left, double right, double nanos, byte hue, Columns out) {
    int from = (int) Math.floor(left);
    int to = (int) Math.floor(right);
    if (from == to || right <= left) {
      out.add(from, nanos, hue);
      return;
    }
    double perPixel = nanos / (right - left);
    int last = Math.min(to, out.count() - 1);
    for (int column = Math.max(0, from); column <= last; column++) {
      out.add(column, (Math.min(right, column + 1) - Math.max(left, column)) * perPixel, hue);
    }
  }
}
