package dev.partitura.engine.execute.times;

import dev.partitura.engine.backend.Step;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the trace of one iteration from the times of its tasks. Cost O(tasks + edges).
public final class TraceRecord {
  private final Lowered lowered;
  private final TaskTimes times;
  private final Map<OpId, OpId> anchors;
  private final TraceBuilder builder;
  private final int[] trackOfQueue;
  private final Map<Trace.Label, Integer> labelOfValue = new HashMap<>();

  private TraceRecord(Origin origin, Lowered lowered, TaskTimes times, Map<OpId, OpId> anchors) {
    this.lowered = lowered;
    this.times = times;
    this.anchors = anchors;
    this.builder = new TraceBuilder(origin, World.of(lowered.cluster()));
    builder.clockError(times.clockErrorNanos());
    this.trackOfQueue = new int[lowered.graph().queues().size()];
  }

  public static Trace of(Origin origin, Lowered lowered, TaskTimes times) {
    return of(origin, lowered, times, Map.of());
  }

  /// @param anchors by op that was added to the network the op that it stands with
  public static Trace of(Origin origin, Lowered lowered, TaskTimes times, Map<OpId, OpId> anchors) {
    return new TraceRecord(origin, lowered, times, anchors).make();
  }

  private Trace make() {
    addTracks();
    var spans = addSpans();
    addFlows(spans);
    for (int queue = 0; queue < trackOfQueue.length; queue++) {
      var of = lowered.graph().queues().get(queue);
      if (trackOfQueue[queue] >= 0 && of.lane() == Lane.COMPUTE) {
        builder.counter(memory(of.device()));
      }
    }
    return builder.build();
  }

  private void addTracks() {
    Arrays.fill(trackOfQueue, -1);
    for (int queue = 0; queue < trackOfQueue.length; queue++) {
      var of = lowered.graph().queues().get(queue);
      var device = lowered.cluster().devices().get(of.device());
      if (lowered.plan().devices().contains(device.id())) {
        var name =
            switch (of.lane()) {
              case COMPUTE -> device.label();
              case COPY_IN -> device.label() + " in";
              case COPY_OUT -> device.label() + " out";
            };
        trackOfQueue[queue] = builder.track(new Track.OfLane(name, device.id(), of.lane()));
      }
    }
  }

  private int[] addSpans() {
    var graph = lowered.graph();
    var steps = lowered.program().steps();
    var labels = new int[steps.size()];
    for (int step = 0; step < labels.length; step++) {
      labels[step] =
          builder.label(
              new Trace.Label(
                  steps.get(step).name(), steps.get(step).type(), anchored(steps.get(step))));
    }
    var spans = new int[graph.taskCount()];
    for (int task = 0; task < spans.length; task++) {
      spans[task] = -1;
      if (!times.hasRun(task)) {
        continue;
      }
      int label =
          switch (graph.kind(task)) {
            case COMPUTE -> labels[graph.subject(task)];
            case TRANSFER -> valueLabel("transfer", task);
            case REDUCTION -> valueLabel("reduction", task);
            case COLLECTIVE ->
                valueLabel(lowered.messages().collective(graph.templateNumber(task)).word(), task);
            case OTHER -> throw new IllegalStateException("Task " + task + " is of no kind");
          };
      int span =
          builder.span(
              trackOfQueue[graph.queue(task)], label, graph.kind(task), begin(task), end(task));
      builder.replica(span, graph.replica(task));
      builder.microBatch(
          span, lowered.microBatchOfBatch(graph.replica(task), graph.microBatch(task)));
      builder.task(span, task);
      builder.bytes(span, graph.bytes(task));
      builder.phase(span, graph.phase(task));
      if (times.lostNanos()[task] > 0) {
        builder.preempted(span, times.lostNanos()[task]);
      }
      spans[task] = span;
    }
    return spans;
  }

  private List<OpId> anchored(Step step) {
    return step.ops().stream().map(op -> anchors.getOrDefault(op, op)).distinct().toList();
  }

  /// A message of several values is called after the first.
  private int valueLabel(String category, int task) {
    var value = lowered.program().slots().get(lowered.graph().subject(task)).value();
    int more = lowered.messages().valuesIn(task) - 1;
    return labelOfValue.computeIfAbsent(
        new Trace.Label(more == 0 ? value : value + " +" + more, category, List.of()),
        builder::label);
  }

  private long begin(int task) {
    return times.beginNanos()[task] - times.startedAt();
  }

  private long end(int task) {
    return times.endNanos()[task] - times.startedAt();
  }

  private void addFlows(int[] spans) {
    var graph = lowered.graph();
    for (int task = 0; task < spans.length; task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int next = graph.successor(edge);
        boolean moves = graph.kind(task).isCommunication() || graph.kind(next).isCommunication();
        if (moves && graph.edgeKind(edge) == EdgeKind.RAW && spans[task] >= 0 && spans[next] >= 0) {
          builder.flow(spans[task], spans[next]);
        }
      }
    }
  }

  /// Bytes in use on a device: constants all the time, values from their first to their last use.
  private Counter memory(int device) {
    var events = new MemoryEvents();
    boolean reuse = lowered.plan().passes().planMemory();
    for (var place : lowered.places()) {
      for (int microBatch = 0;
          place.device() == device && !place.isKept() && microBatch < lowered.microBatches();
          microBatch++) {
        int first = lowered.task(place.replica(), microBatch, place.users()[0]);
        if (!times.hasRun(first)) {
          continue;
        }
        events.add(begin(first), place.sizeBytes());
        if (!place.isPinned()) {
          events.add(
              reuse
                  ? lastUse(place, microBatch)
                  : microBatchEnd(place.replica(), device, microBatch),
              -place.sizeBytes());
        }
      }
    }
    return events.counter(
        "memory",
        "bytes",
        lowered.cluster().devices().get(device).id(),
        lowered.constantBytes(device) + lowered.keptBytes(device));
  }

  private long lastUse(Lowered.Place place, int microBatch) {
    long last = 0;
    for (int user : place.users()) {
      last = Math.max(last, times.endNanos()[lowered.task(place.replica(), microBatch, user)]);
    }
    return last - times.startedAt();
  }

  private long microBatchEnd(int replica, int device, int microBatch) {
    long last = 0;
    var template = lowered.template(replica);
    for (int node = 0; node < template.repeatedCount(); node++) {
      if (template.device(node) == device) {
        last = Math.max(last, times.endNanos()[lowered.task(replica, microBatch, node)]);
      }
    }
    return last - times.startedAt();
  }
}
