package dev.partitura.engine.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.file.JsonEntry;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The trace of a run as packed columns: tracks, labels and counters by name, spans and arrows by
/// number.
final class TraceColumns {
  private TraceColumns() {}

  static void write(Trace trace, ObjectNode node, PackedColumns.Writer out) {
    var tracks = node.putArray("tracks");
    for (var track : trace.tracks()) {
      var entry = tracks.addObject().put("name", track.name());
      switch (track) {
        case Track.OfLane(_, var device, var lane) ->
            entry.put("device", device.name()).put("lane", lane.name());
        case Track.OfLink(_, var device) -> entry.put("device", device.name());
        case Track.OfThread(_, var host) -> entry.put("host", host);
      }
    }
    var labels = node.putArray("labels");
    for (var label : trace.labels()) {
      var entry = labels.addObject().put("name", label.name()).put("category", label.category());
      var ops = entry.putArray("ops");
      label.ops().forEach(op -> ops.add(op.name()));
    }
    var counters = node.putArray("counters");
    for (var counter : trace.counters()) {
      var device = counter.device();
      counters
          .addObject()
          .put("name", counter.name())
          .put("unit", counter.unit())
          .put("device", device == null ? "" : device.name());
      out.longs(counter.times());
      out.doubles(counter.values());
    }
    int spans = trace.spanCount();
    out.ints(
        ints(
            trace.tracks().size() + 1,
            track -> track < trace.tracks().size() ? trace.firstSpan(track) : spans));
    out.ints(ints(spans, trace::label));
    out.ints(ints(spans, span -> trace.kind(span).ordinal()));
    out.longs(IntStream.range(0, spans).mapToLong(trace::startNanos).toArray());
    out.longs(IntStream.range(0, spans).mapToLong(trace::durationNanos).toArray());
    out.ints(ints(spans, trace::replica));
    out.ints(ints(spans, trace::microBatch));
    out.ints(ints(spans, trace::task));
    out.longs(IntStream.range(0, spans).mapToLong(trace::bytes).toArray());
    out.longs(IntStream.range(0, spans).mapToLong(trace::preemptedNanos).toArray());
    out.ints(ints(spans, span -> ordinal(trace.phase(span))));
    out.ints(ints(trace.flowCount(), trace::flowFrom));
    out.ints(ints(trace.flowCount(), trace::flowTo));
  }

  private static int ordinal(@org.jspecify.annotations.Nullable Phase phase) {
    return phase == null ? -1 : phase.ordinal();
  }

  private static int[] ints(int count, IntUnaryOperator value) {
    return IntStream.range(0, count).map(value).toArray();
  }

  static Trace read(Origin origin, World world, JsonEntry entry, PackedColumns.Reader in)
      throws IOException {
    var builder = new TraceBuilder(origin, world);
    entry.objects("tracks").forEach(track -> builder.track(track(track)));
    var labels = new ArrayList<Integer>();
    entry.objects("labels").forEach(label -> labels.add(builder.label(label(label))));
    for (var counter : entry.objects("counters")) {
      var device = counter.string("device");
      builder.counter(
          new Counter(
              counter.string("name"),
              counter.string("unit"),
              device.isEmpty() ? null : new DeviceId(device),
              in.longs(),
              in.doubles()));
    }
    spans(builder, labels, in);
    var from = in.ints();
    var to = in.ints();
    for (int flow = 0; flow < from.length; flow++) {
      builder.flow(from[flow], to[flow]);
    }
    return builder.build();
  }

  private static void spans(TraceBuilder builder, List<Integer> labels, PackedColumns.Reader in)
      throws IOException {
    var first = in.ints();
    var label = in.ints();
    var kind = in.ints();
    var start = in.longs();
    var duration = in.longs();
    var replica = in.ints();
    var microBatch = in.ints();
    var task = in.ints();
    var bytes = in.longs();
    var preempted = in.longs();
    var phase = in.ints();
    for (int track = 0; track + 1 < first.length; track++) {
      for (int row = first[track]; row < first[track + 1]; row++) {
        int span =
            builder.span(
                track,
                labels.get(label[row]),
                TaskKind.values()[kind[row]],
                start[row],
                start[row] + duration[row]);
        builder.replica(span, replica[row]);
        builder.microBatch(span, microBatch[row]);
        builder.task(span, task[row]);
        builder.bytes(span, bytes[row]);
        if (preempted[row] > 0) {
          builder.preempted(span, preempted[row]);
        }
        if (phase[row] >= 0) {
          builder.phase(span, Phase.values()[phase[row]]);
        }
      }
    }
  }

  private static Track track(JsonEntry entry) {
    var name = entry.string("name");
    if (entry.has("host")) {
      return new Track.OfThread(name, entry.string("host"));
    }
    var device = new DeviceId(entry.string("device"));
    return entry.has("lane")
        ? new Track.OfLane(name, device, Lane.valueOf(entry.string("lane")))
        : new Track.OfLink(name, device);
  }

  private static Trace.Label label(JsonEntry entry) {
    var ops = new ArrayList<OpId>();
    for (var op : entry.list("ops")) {
      if (!op.isTextual()) {
        throw entry.wrong("ops", Phrase.of("words.json.names"));
      }
      ops.add(new OpId(op.asText()));
    }
    return new Trace.Label(entry.string("name"), entry.string("category"), ops);
  }
}
