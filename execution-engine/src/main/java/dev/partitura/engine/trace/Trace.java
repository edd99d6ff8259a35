package dev.partitura.engine.trace;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.TaskKind;
import java.util.List;

/// What happened, or is predicted to happen: spans on tracks, flows between them, counters. Columns
/// of primitives, one row per span, ordered by track and then by start. Time is nanoseconds from
/// the start of the trace. Immutable; any thread. Made by [TraceBuilder].
public final class Trace {
  private static final TaskKind[] KINDS = TaskKind.values();

  private final Origin origin;
  private final List<Track> tracks;
  private final List<Counter> counters;
  private final List<Label> labels;
  private final int[] firstSpan;
  private final int[] label;
  private final byte[] kind;
  private final int[] replica;
  private final int[] microBatch;
  private final int[] task;
  private final long[] start;
  private final long[] end;
  private final long[] bytes;
  private final int[] flowFrom;
  private final int[] flowTo;
  private final int[] trackOf;

  /// What spans of one step share.
  public record Label(String name, String category, List<OpId> ops) {
    public Label {
      ops = List.copyOf(ops);
    }
  }

  Trace(
      Origin origin,
      List<Track> tracks,
      List<Counter> counters,
      List<Label> labels,
      int[] firstSpan,
      int[] trackOf,
      int[] label,
      byte[] kind,
      int[] replica,
      int[] microBatch,
      int[] task,
      long[] start,
      long[] end,
      long[] bytes,
      int[] flowFrom,
      int[] flowTo) {
    this.origin = origin;
    this.tracks = List.copyOf(tracks);
    this.counters = List.copyOf(counters);
    this.labels = List.copyOf(labels);
    this.firstSpan = firstSpan;
    this.trackOf = trackOf;
    this.label = label;
    this.kind = kind;
    this.replica = replica;
    this.microBatch = microBatch;
    this.task = task;
    this.start = start;
    this.end = end;
    this.bytes = bytes;
    this.flowFrom = flowFrom;
    this.flowTo = flowTo;
  }

  public Origin origin() {
    return origin;
  }

  public List<Track> tracks() {
    return tracks;
  }

  public List<Counter> counters() {
    return counters;
  }

  /// The distinct labels; spans refer to them by [#label].
  public List<Label> labels() {
    return labels;
  }

  public int spanCount() {
    return start.length;
  }

  /// Spans of a track are numbered from here …
  public int firstSpan(int track) {
    return firstSpan[track];
  }

  /// … up to, but not including, here, by start.
  public int endSpan(int track) {
    return firstSpan[track + 1];
  }

  public int track(int span) {
    return trackOf[span];
  }

  public int label(int span) {
    return label[span];
  }

  public String name(int span) {
    return labels.get(label[span]).name();
  }

  public TaskKind kind(int span) {
    return KINDS[kind[span]];
  }

  public int replica(int span) {
    return replica[span];
  }

  /// Index over all replicas, or -1 where there is none.
  public int microBatch(int span) {
    return microBatch[span];
  }

  /// Task the span ran, or -1 in a foreign trace.
  public int task(int span) {
    return task[span];
  }

  public long startNanos(int span) {
    return start[span];
  }

  public long endNanos(int span) {
    return end[span];
  }

  public long durationNanos(int span) {
    return end[span] - start[span];
  }

  /// Bytes a transfer moved, else 0.
  public long bytes(int span) {
    return bytes[span];
  }

  public int flowCount() {
    return flowFrom.length;
  }

  /// Span a flow leaves; flows are ordered by it.
  public int flowFrom(int flow) {
    return flowFrom[flow];
  }

  public int flowTo(int flow) {
    return flowTo[flow];
  }

  /// End of the last span; 0 when there is none.
  public long durationNanos() {
    long last = 0;
    for (long time : end) {
      last = Math.max(last, time);
    }
    return last;
  }

  public Span span(int index) {
    var shared = labels.get(label[index]);
    return new Span(
        index,
        trackOf[index],
        kind(index),
        shared.name(),
        shared.category(),
        shared.ops(),
        replica[index],
        microBatch[index],
        task[index],
        start[index],
        end[index],
        bytes[index]);
  }
}
