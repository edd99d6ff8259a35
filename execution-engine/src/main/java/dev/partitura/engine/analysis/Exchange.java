package dev.partitura.engine.analysis;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.Set;

/// What every device sent to every other during one iteration. Rows are senders, columns receivers,
/// in the order of the trace's world; do not write to them. A copy of which no sender is known is
/// not in them.
///
/// @param exposedNanos copying time during which the receiver computed nothing
public record Exchange(long[][] bytes, int[][] count, long[][] nanos, long exposedNanos) {
  public static final Analysis<Exchange> ANALYSIS =
      Analysis.of("exchange", Set.of(), run -> of(run.trace(), run.get(Dependencies.ANALYSIS)));

  private static Exchange of(Trace trace, Dependencies dependencies) {
    var devices =
        trace.tracks().stream().mapToInt(track -> trace.world().indexOf(track.device())).toArray();
    int size = trace.world().devices().size();
    var exchange =
        new Exchange(
            new long[size][size], new int[size][size], new long[size][size], exposed(trace));
    for (int track = 0; track < devices.length; track++) {
      int to = devices[track];
      for (int span = trace.firstSpan(track); to >= 0 && span < trace.endSpan(track); span++) {
        int from = trace.kind(span).moves() ? sender(trace, dependencies, devices, span, to) : -1;
        if (from >= 0) {
          exchange.bytes[from][to] += trace.bytes(span);
          exchange.count[from][to]++;
          exchange.nanos[from][to] += trace.durationNanos(span);
        }
      }
    }
    return exchange;
  }

  /// The device that made what a copy carries, or -1.
  private static int sender(
      Trace trace, Dependencies dependencies, int[] devices, int copy, int receiver) {
    for (int edge = dependencies.first(copy); edge < dependencies.end(copy); edge++) {
      int from = devices[trace.track(dependencies.from(edge))];
      if (dependencies.kind(edge) == EdgeKind.RAW && from >= 0 && from != receiver) {
        return from;
      }
    }
    return -1;
  }

  private static long exposed(Trace trace) {
    long exposed = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      var hidden = hidden(trace, track);
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        if (trace.kind(span).moves()) {
          exposed +=
              trace.durationNanos(span)
                  - Math.min(hidden[span - trace.firstSpan(track)], trace.durationNanos(span));
        }
      }
    }
    return exposed;
  }

  /// How long the receiver computed on other tracks during each copy of a track. Cost O(spans).
  private static long[] hidden(Trace trace, int track) {
    var hidden = new long[trace.endSpan(track) - trace.firstSpan(track)];
    var device = trace.tracks().get(track).device();
    for (int other = 0; device != null && other < trace.tracks().size(); other++) {
      if (other == track || !device.equals(trace.tracks().get(other).device())) {
        continue;
      }
      int first = trace.firstSpan(other);
      for (int i = 0; i < hidden.length; i++) {
        int copy = trace.firstSpan(track) + i;
        long from = trace.startNanos(copy);
        long to = trace.endNanos(copy);
        while (first < trace.endSpan(other) && trace.endNanos(first) <= from) {
          first++;
        }
        for (int span = first;
            trace.kind(copy).moves() && span < trace.endSpan(other) && trace.startNanos(span) < to;
            span++) {
          if (trace.kind(span).computes()) {
            hidden[i] +=
                Math.max(
                    0, Math.min(trace.endNanos(span), to) - Math.max(trace.startNanos(span), from));
          }
        }
      }
    }
    return hidden;
  }

  /// Bytes of the heaviest pair.
  public long largestBytes() {
    return Arrays.stream(bytes).flatMapToLong(Arrays::stream).max().orElse(0);
  }
}
