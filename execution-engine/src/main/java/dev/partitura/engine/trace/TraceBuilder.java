package dev.partitura.engine.trace;

import dev.partitura.engine.task.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects spans in any order and packs them into a [Trace]. Used by one thread; cost O(n) where
/// the spans of each track come by start, else O(n log n); no object per span.
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
      int onTrack,
      int ofLabel,
      TaskKind ofKind,
      int ofReplica,
      int ofMicroBatch,
      int ofTask,
      long startNanos,
      long endNanos,
      long byteCount) {
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
    var firstSpan = new int[tracks.size() + 1];
    for (int i = 0; i < spans; i++) {
      firstSpan[track[i] + 1]++;
    }
    for (int i = 0; i < tracks.size(); i++) {
      firstSpan[i + 1] += firstSpan[i];
    }
    var order = RowOrder.grouped(track, spans, firstSpan);
    for (int i = 0; i < tracks.size(); i++) {
      RowOrder.sort(order, firstSpan[i], firstSpan[i + 1], start);
    }
    var place = new int[spans];
    for (int i = 0; i < spans; i++) {
      place[order[i]] = i;
    }
    var leaving = new int[spans + 1];
    var from = new int[flows];
    for (int i = 0; i < flows; i++) {
      from[i] = place[flowFrom[i]];
      leaving[from[i] + 1]++;
    }
    for (int i = 0; i < spans; i++) {
      leaving[i + 1] += leaving[i];
    }
    var flowOrder = RowOrder.grouped(from, flows, leaving);
    var to = new int[flows];
    for (int i = 0; i < flows; i++) {
      to[i] = place[flowTo[flowOrder[i]]];
    }
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
        pick(from, flowOrder),
        to);
  }

  private static int[] pick(int[] column, int[] order) {
    var picked = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = column[order[i]];
    }
    return picked;
  }

  private static long[] pick(long[] column, int[] order) {
    var picked = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = column[order[i]];
    }
    return picked;
  }
}
