package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects spans in any order and packs them into a [Trace]. Used by one thread; cost O(n) where
/// the spans of each track come by start, else O(n log n); no object per span.
public final class TraceBuilder {
  private final Origin origin;
  private final Set<String> hosts = new LinkedHashSet<>();
  private final List<World.Device> devices = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();
  private final List<Counter> counters = new ArrayList<>();
  private final Map<Trace.Label, Integer> labels = new LinkedHashMap<>();
  private final SpanColumns columns = new SpanColumns();
  private final IntColumn flowFrom = new IntColumn();
  private final IntColumn flowTo = new IntColumn();
  private long clockErrorNanos;

  /// @param world what is known of it beforehand; [#device] and [#track] add to it
  public TraceBuilder(Origin origin, World world) {
    this.origin = origin;
    hosts.addAll(world.hosts());
    devices.addAll(world.devices());
  }

  /// Adds a device and, where it is new, its host.
  public void device(World.Device added) {
    hosts.add(added.host());
    devices.add(added);
  }

  /// Adds a track and, where it is new, the host of a thread; returns its number.
  public int track(Track added) {
    if (added instanceof Track.OfThread(_, var host)) {
      hosts.add(host);
    }
    tracks.add(added);
    return tracks.size() - 1;
  }

  public int label(Trace.Label wanted) {
    return labels.computeIfAbsent(wanted, _ -> labels.size());
  }

  /// By how much times of different processes may be wrong against each other.
  public void clockError(long nanos) {
    clockErrorNanos = nanos;
  }

  public void counter(Counter counter) {
    counters.add(counter);
  }

  /// Adds a span and returns the number by which the other methods know it.
  public int span(int track, int label, TaskKind kind, long startNanos, long endNanos) {
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "A span from " + startNanos + " ns cannot end at " + endNanos + " ns");
    }
    columns.track.add(track);
    columns.label.add(label);
    columns.kind.add((byte) kind.ordinal());
    columns.start.add(startNanos);
    columns.end.add(endNanos);
    return columns.track.size() - 1;
  }

  public void replica(int span, int replica) {
    columns.replica.set(span, replica);
  }

  /// @param microBatch index over all replicas
  public void microBatch(int span, int microBatch) {
    columns.microBatch.set(span, microBatch);
  }

  public void task(int span, int task) {
    columns.task.set(span, task);
  }

  public void bytes(int span, long bytes) {
    columns.bytes.set(span, bytes);
  }

  /// @param nanos of the span during which its thread was kept from running
  public void preempted(int span, long nanos) {
    columns.preempted.set(span, nanos);
  }

  public void phase(int span, Phase phase) {
    columns.phase.set(span, (byte) phase.ordinal());
  }

  public void argument(int span, Argument said) {
    columns.arguments.add(span, said);
  }

  /// Draws an arrow from one span to another.
  public void flow(int from, int to) {
    flowFrom.add(from);
    flowTo.add(to);
  }

  /// @throws IllegalArgumentException when a track or counter is of a device that is not there
  /// @throws ProblemException when two spans of a track overlap and neither lies within the other
  public Trace build() {
    var world = new World(List.copyOf(hosts), devices);
    tracks.forEach(track -> require(world, "Track " + track.name(), track.device()));
    counters.forEach(counter -> require(world, "Counter " + counter.name(), counter.device()));
    int spans = columns.track.size();
    int flows = flowFrom.size();
    var track = columns.track.toArray();
    var firstSpan = RowOrder.offsets(track, tracks.size());
    var order = RowOrder.grouped(track, spans, firstSpan);
    for (int i = 0; i < tracks.size(); i++) {
      RowOrder.sort(order, firstSpan[i], firstSpan[i + 1], columns.start, columns.end);
    }
    var place = flows == 0 ? new int[0] : RowOrder.places(order);
    var from = new int[flows];
    for (int i = 0; i < flows; i++) {
      from[i] = place[flowFrom.get(i)];
    }
    var flowOrder = RowOrder.grouped(from, flows, RowOrder.offsets(from, flows == 0 ? 0 : spans));
    var orderedFrom = new int[flows];
    var orderedTo = new int[flows];
    for (int i = 0; i < flows; i++) {
      orderedFrom[i] = from[flowOrder[i]];
      orderedTo[i] = place[flowTo.get(flowOrder[i])];
    }
    return new Trace(
        origin,
        world,
        tracks,
        counters,
        List.copyOf(labels.keySet()),
        firstSpan,
        columns,
        order,
        orderedFrom,
        orderedTo,
        clockErrorNanos);
  }

  private static void require(World world, String what, @Nullable DeviceId device) {
    if (device != null && world.indexOf(device) < 0) {
      throw new IllegalArgumentException(what + " is of device " + device + ", not of this world");
    }
  }
}
