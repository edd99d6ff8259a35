package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.serve.Request;
import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Argument;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The requests of a server as a trace: a track on which they arrive, one for each instance with
/// its batches, one for each device with what it did for them, and one on which they are answered
/// or shed; and a flow for each request from its arrival through its batch to its answer, the
/// length of which is its wait and its service, and from the batch through the devices. The first
/// so many requests are kept. Used under the server's lock.
public final class ServingTrace {
  private static final String HOST = "server";

  private final int most;
  private final TraceBuilder builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
  private final int arrivals;
  private final int[] instances;
  private final List<int[]> devices = new ArrayList<>();
  private long originNanos;
  private final int answers;
  private final int arrival;
  private final int answer;
  private final Map<Long, Integer> arrived = new HashMap<>();
  private int kept;

  private ServingTrace(int most, List<? extends ServingInstance> served) {
    this.most = most;
    arrivals = builder.track(new Track.OfThread("requests", HOST));
    instances = new int[served.size()];
    for (int i = 0; i < instances.length; i++) {
      instances[i] = builder.track(new Track.OfThread("instance " + i, HOST));
    }
    for (var each : served) {
      devices.add(each.devices().stream().mapToInt(this::track).toArray());
    }
    answers = builder.track(new Track.OfThread("answers", HOST));
    arrival = label("request");
    answer = label("answer");
  }

  /// Keeps nothing.
  public static ServingTrace none() {
    return new ServingTrace(0, List.of());
  }

  public static ServingTrace of(List<? extends ServingInstance> instances, int mostRequests) {
    return new ServingTrace(mostRequests, instances);
  }

  private int track(Device device) {
    builder.device(new World.Device(device.id(), device.label(), HOST));
    return builder.track(new Track.OfLane(device.label(), device.id(), Lane.COMPUTE));
  }

  /// The moment from which the times of the server count, on the clock of [System#nanoTime].
  void begins(long nanos) {
    originNanos = nanos;
  }

  private int label(String name) {
    return builder.label(new Trace.Label(name, "serving", List.of()));
  }

  void arrives(Request request, long nowNanos) {
    if (kept < most) {
      kept++;
      int span = builder.span(arrivals, arrival, TaskKind.OTHER, nowNanos, nowNanos);
      builder.argument(span, new Argument("request", Long.toString(request.number())));
      builder.argument(span, new Argument("dueNanos", Long.toString(request.dueNanos())));
      arrived.put(request.number(), span);
    }
  }

  void sheds(Request request, Shed why, long nowNanos) {
    var from = arrived.remove(request.number());
    if (from != null) {
      int label = label("shed: " + why.name().toLowerCase(Locale.ROOT));
      builder.flow(from, builder.span(answers, label, TaskKind.OTHER, nowNanos, nowNanos));
    }
  }

  void answers(
      int instance, List<Request> batch, long startNanos, long endNanos, ServedBatch served) {
    int span = -1;
    for (var request : batch) {
      var from = arrived.remove(request.number());
      if (from == null) {
        continue;
      }
      if (span < 0) {
        span =
            builder.span(
                instances[instance],
                label("batch of " + batch.size()),
                TaskKind.OTHER,
                startNanos,
                endNanos);
        pass(instance, batch.size(), span, served);
      }
      int to = builder.span(answers, answer, TaskKind.OTHER, endNanos, endNanos);
      builder.argument(to, new Argument("request", Long.toString(request.number())));
      builder.argument(to, new Argument("queueNanos", Long.toString(request.queueNanos())));
      builder.argument(to, new Argument("batchWaitNanos", Long.toString(request.batchWaitNanos())));
      builder.flow(from, span);
      builder.flow(span, to);
    }
  }

  /// Through the devices, in the order in which they began.
  private void pass(int instance, int size, int batch, ServedBatch served) {
    var tracks = devices.get(instance);
    int before = batch;
    var order =
        IntStream.range(0, served.devices().size())
            .filter(device -> !served.devices().get(device).isNone())
            .boxed()
            .sorted(Comparator.comparingLong(device -> served.devices().get(device).beginNanos()))
            .toList();
    for (int device : order) {
      var time = served.devices().get(device);
      int span =
          builder.span(
              tracks[device],
              label("batch of " + size),
              TaskKind.COMPUTE,
              time.beginNanos() - originNanos,
              time.endNanos() - originNanos);
      builder.argument(span, new Argument("computeNanos", Long.toString(time.computeNanos())));
      builder.flow(before, span);
      before = span;
    }
  }

  /// What was kept; empty where nothing was.
  public Optional<Trace> made() {
    return kept == 0 ? Optional.empty() : Optional.of(builder.build());
  }
}
