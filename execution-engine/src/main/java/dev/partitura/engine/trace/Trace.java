package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened, or is predicted to happen, and where: spans on the tracks of a world, flows
/// between them, counters. It needs neither network nor plan to be understood.
///
/// Columns of primitives, one row per span, ordered by track, then by start, then the longer first:
/// a span comes behind the one it is nested in. What all spans have takes 21 bytes each; all else
/// is a column of its own, there only where some span uses it. Time is nanoseconds from the start
/// of the trace. Immutable; any thread. Made by [TraceBuilder].
public final class Trace {
  private static final TaskKind[] KINDS = TaskKind.values();
  private static final Phase[] PHASES = Phase.values();

  private final Origin origin;
  private final World world;
  private final List<Track> tracks;
  private final List<Counter> counters;
  private final List<Label> labels;
  private final int[] firstSpan;
  private final int[] label;
  private final byte[] kind;
  private final long[] start;
  private final long[] end;
  private final int @Nullable [] replica;
  private final int @Nullable [] microBatch;
  private final int @Nullable [] task;
  private final long @Nullable [] bytes;
  private final long @Nullable [] preempted;
  private final byte @Nullable [] phase;
  private final int @Nullable [] parent;
  private final Arguments arguments;
  private final int[] flowFrom;
  private final int[] flowTo;
  private final long clockErrorNanos;
  private final long duration;

  /// What spans of one step share.
  public record Label(String name, String category, List<OpId> ops) {
    public Label {
      ops = List.copyOf(ops);
    }
  }

  /// @param order rows of `spans` in the order of the trace
  /// @param flowFrom ascending
  Trace(
      Origin origin,
      World world,
      List<Track> tracks,
      List<Counter> counters,
      List<Label> labels,
      int[] firstSpan,
      SpanColumns spans,
      int[] order,
      int[] flowFrom,
      int[] flowTo,
      long clockErrorNanos) {
    this.clockErrorNanos = clockErrorNanos;
    this.origin = origin;
    this.world = world;
    this.tracks = List.copyOf(tracks);
    this.counters = List.copyOf(counters);
    this.labels = List.copyOf(labels);
    this.firstSpan = firstSpan;
    this.label = spans.label.picked(order);
    this.kind = spans.kind.picked(order);
    this.start = spans.start.picked(order);
    this.end = spans.end.picked(order);
    this.replica = spans.replica.pickedIfAny(order);
    this.microBatch = spans.microBatch.pickedIfAny(order);
    this.task = spans.task.pickedIfAny(order);
    this.bytes = spans.bytes.pickedIfAny(order);
    this.preempted = spans.preempted.pickedIfAny(order);
    this.phase = spans.phase.pickedIfAny(order);
    this.parent = Nesting.parents(tracks, firstSpan, start, end, span -> labels.get(label[span]));
    this.arguments = spans.arguments.inOrder(order);
    this.flowFrom = flowFrom;
    this.flowTo = flowTo;
    long last = 0;
    for (long time : end) {
      last = Math.max(last, time);
    }
    this.duration = last;
  }

  public Origin origin() {
    return origin;
  }

  /// Where it took place.
  public World world() {
    return world;
  }

  public List<Track> tracks() {
    return tracks;
  }

  /// The largest value of a device's memory counter, bytes; 0 without one.
  public double peakBytes(DeviceId device) {
    double peak = 0;
    for (var counter : counters()) {
      if (device.equals(counter.device()) && counter.name().equals("memory")) {
        peak = Math.max(peak, counter.peak());
      }
    }
    return peak;
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

  /// Found among the tracks' first spans: cost O(log tracks).
  public int track(int span) {
    int low = 0;
    int high = tracks.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firstSpan[middle] <= span) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
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

  /// -1 where there is none.
  public int replica(int span) {
    return replica == null ? -1 : replica[span];
  }

  /// Number of the micro-batch, or -1 where there is none. Micro-batches are numbered from 0 over
  /// all replicas, in the order of their samples in the batch; every screen and file shows this
  /// number.
  public int microBatch(int span) {
    return microBatch == null ? -1 : microBatch[span];
  }

  /// Task the span ran, or -1 in a foreign trace.
  public int task(int span) {
    return task == null ? -1 : task[span];
  }

  /// Part of a training step, or null where that is not known.
  public @Nullable Phase phase(int span) {
    return phase == null || phase[span] < 0 ? null : PHASES[phase[span]];
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
    return bytes == null ? 0 : bytes[span];
  }

  /// Nanoseconds of the span during which its thread was kept from running, since something else
  /// ran on its core; 0 where there were none or nobody knows.
  public long preemptedNanos(int span) {
    return preempted == null ? 0 : preempted[span];
  }

  /// The span of the same track that this one is nested in, or -1.
  public int parent(int span) {
    return parent == null ? -1 : parent[span];
  }

  /// How many spans this one is nested in. Cost O(depth).
  public int depth(int span) {
    int depth = 0;
    for (int above = parent(span); above >= 0; above = parent(above)) {
      depth++;
    }
    return depth;
  }

  /// Whether any span is nested in another.
  public boolean isNested() {
    return parent != null;
  }

  /// What is said of this span alone, in the order it was said.
  public List<Argument> arguments(int span) {
    return arguments.of(span);
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
    return duration;
  }

  /// By how much times of different processes may be wrong against each other; 0 where all are of
  /// one clock, or nobody said.
  public long clockErrorNanos() {
    return clockErrorNanos;
  }
}
