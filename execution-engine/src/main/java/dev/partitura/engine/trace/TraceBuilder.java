package dev.partitura.engine.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Collects spans in any order and packs them into a [Trace]. Used by one thread; cost O(n log n) for the ordering.
public final class TraceBuilder {
  private final Origin origin;
  private final List<Track> tracks = new ArrayList<>();
  private final List<Counter> counters = new ArrayList<>();
  private final Map<Trace.Label, Integer> labels = new LinkedHashMap<>();
  private int spans;
  private int[] track = new int[256];
  private int[] label = new int[256];
  private byte[] kind = new byte[256];
  private int[] replica = new int[256];
  private int[] microBatch = new int[256];
  private int[] task = new int[256];
  private long[] start = new long[256];
  private long[] end = new long[256];
  private long[] bytes = new long[256];
  private int flows;
  private int[] flowFrom = new int[256];
  private int[] flowTo = new int[256];

  public TraceBuilder(Origin origin) {
    this.origin = origin;
  }

  public int track(Track added) {
    tracks.add(added);
    return tracks.size() - 1;
  }

  public int label(Trace.Label wanted) {
    return labels.computeIfAbsent(wanted, _ -> labels.size());
  }

  public void counter(Counter counter) {
    counters.add(counter);
  }

  /// Adds a span and returns the number by which [#flow] knows it.
  public int span(
      int onTrack, int ofLabel, SpanKind ofKind, int ofReplica, int ofMicroBatch, int ofTask, long startNanos, long endNanos, long byteCount) {
    if (spans == track.length) {
      int size = spans * 2;
      track = Arrays.copyOf(track, size);
      label = Arrays.copyOf(label, size);
      kind = Arrays.copyOf(kind, size);
      replica = Arrays.copyOf(replica, size);
      microBatch = Arrays.copyOf(microBatch, size);
      task = Arrays.copyOf(task, size);
      start = Arrays.copyOf(start, size);
      end = Arrays.copyOf(end, size);
      bytes = Arrays.copyOf(bytes, size);
    }
    track[spans] = onTrack;
    label[spans] = ofLabel;
    kind[spans] = (byte) ofKind.ordinal();
    replica[spans] = ofReplica;
    microBatch[spans] = ofMicroBatch;
    task[spans] = ofTask;
    start[spans] = startNanos;
    end[spans] = endNanos;
    bytes[spans] = byteCount;
    return spans++;
  }

  /// Draws an arrow from one span to another.
  public void flow(int from, int to) {
    if (flows == flowFrom.length) {
      flowFrom = Arrays.copyOf(flowFrom, flows * 2);
      flowTo = Arrays.copyOf(flowTo, flows * 2);
    }
    flowFrom[flows] = from;
    flowTo[flows++] = to;
  }

  public Trace build() {
    var order =
        IntStream.range(0, spans)
            .boxed()
            .sorted(
                (a, b) ->
                    track[a] != track[b]
                        ? Integer.compare(track[a], track[b])
                        : start[a] != start[b] ? Long.compare(start[a], start[b]) : Integer.compare(a, b))
            .mapToInt(Integer::intValue)
            .toArray();
    var place = new int[spans];
    for (int i = 0; i < spans; i++) {
      place[order[i]] = i;
    }
    var firstSpan = new int[tracks.size() + 1];
    for (int i = 0; i < spans; i++) {
      firstSpan[track[i] + 1]++;
    }
    for (int i = 0; i < tracks.size(); i++) {
      firstSpan[i + 1] += firstSpan[i];
    }
    var flowOrder =
        IntStream.range(0, flows).boxed().sorted((a, b) -> Integer.compare(place[flowFrom[a]], place[flowFrom[b]])).mapToInt(Integer::intValue).toArray();
    var kinds = new byte[spans];
    for (int i = 0; i < spans; i++) {
      kinds[i] = kind[order[i]];
    }
    return new Trace(
        origin,
        tracks,
        counters,
        List.copyOf(labels.keySet()),
        firstSpan,
        pick(track, order),
        pick(label, order),
        kinds,
        pick(replica, order),
        pick(microBatch, order),
        pick(task, order),
        pick(start, order),
        pick(end, order),
        pick(bytes, order),
        Arrays.stream(flowOrder).map(flow -> place[flowFrom[flow]]).toArray(),
        Arrays.stream(flowOrder).map(flow -> place[flowTo[flow]]).toArray());
  }

  private static int[] pick(int[] column, int[] order) {
    return Arrays.stream(order).map(row -> column[row]).toArray();
  }

  private static long[] pick(long[] column, int[] order) {
    return Arrays.stream(order).mapToLong(row -> column[row]).toArray();
  }
}
