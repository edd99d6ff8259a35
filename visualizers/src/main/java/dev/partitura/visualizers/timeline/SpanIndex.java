package dev.partitura.visualizers.timeline;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.Axis;
import java.util.stream.IntStream;

/// Finds and sums the spans of a trace by time, at any zoom, at a cost that follows the pixels and
/// not the spans.
///
/// Each track has a pyramid: a node stands for sixteen nodes below it, or sixteen spans, and knows
/// when they start and end, how long they are busy and which hue takes most of that. Immutable; any
/// thread. Building costs O(spans), memory about a tenth of the trace's.
public final class SpanIndex {
  static final int FAN_OUT = 16;
  private static final int NO_SPAN = -1;

  private final Trace trace;
  private final SpanHues hues;
  private final Pyramid[] tracks;

  private SpanIndex(Trace trace, SpanHues hues, Pyramid[] tracks) {
    this.trace = trace;
    this.hues = hues;
    this.tracks = tracks;
  }

  /// Builds the index, the tracks at the same time. A cancelled index is empty where it was not
  /// built yet.
  public static SpanIndex of(Trace trace, Cancellation cancellation) {
    var hues = new SpanHues(trace);
    var tracks =
        IntStream.range(0, trace.tracks().size())
            .parallel()
            .mapToObj(track -> Pyramid.of(trace, hues, track, cancellation))
            .toArray(Pyramid[]::new);
    return new SpanIndex(trace, hues, tracks);
  }

  public Trace trace() {
    return trace;
  }

  public SpanHues hues() {
    return hues;
  }

  /// Time that the spans of a track take; nested ones count once.
  public long busyNanos(int track) {
    return tracks[track].busyNanos();
  }

  /// The share of the whole trace that a track is busy, 0 to 1: of a device with one lane what
  /// [dev.partitura.engine.analysis.DeviceUse] says of it.
  public double utilization(int track) {
    long whole = trace.durationNanos();
    return whole == 0 ? 0 : (double) busyNanos(track) / whole;
  }

  /// End of the last span of a track; 0 when it has none.
  public long endNanos(int track) {
    return tracks[track].endNanos();
  }

  /// The first span of a track that ends after `nanos`, or -1.
  public int firstEndingAfter(int track, double nanos) {
    return tracks[track].firstEndingAfter(nanos);
  }

  /// The first span of a track that starts at `nanos` or later; the end of the track's spans when
  /// there is none.
  public int firstStartingFrom(int track, double nanos) {
    int low = trace.firstSpan(track);
    int high = trace.endSpan(track);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trace.startNanos(middle) < nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The span of a track at a moment, the latest begun if several; or the nearest within
  /// `tolerance`; or -1.
  public int at(int track, double nanos, double toleranceNanos) {
    int after = firstStartingFrom(track, Math.nextUp(nanos));
    int hit = tracks[track].lastEndingAfter(nanos, after);
    if (hit != NO_SPAN) {
      return hit;
    }
    double best = toleranceNanos;
    int nearest = NO_SPAN;
    if (after > trace.firstSpan(track) && nanos - trace.endNanos(after - 1) <= best) {
      best = nanos - trace.endNanos(after - 1);
      nearest = after - 1;
    }
    if (after < trace.endSpan(track) && trace.startNanos(after) - nanos < best) {
      nearest = after;
    }
    return nearest;
  }

  /// Sums a track by pixel columns of a time axis.
  public void columns(int track, Axis time, Coloring coloring, Columns out) {
    out.reset((int) Math.ceil(time.length()), time.unitsPerPixel());
    tracks[track].columns(time, coloring, out);
  }
}
