package dev.partitura.engine.execute.local;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.lower.LoweredPlan;
import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.SpanKind;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import java.util.Arrays;
import java.util.List;

/// Makes the trace of one iteration from the times of its tasks.
final class TraceRecord {
  private final LoweredPlan lowered;
  private final Recording.Kept times;
  private final TraceBuilder builder = new TraceBuilder(Origin.MEASURED);
  private final int[] trackOfDevice;

  private TraceRecord(LoweredPlan lowered, Recording.Kept times) {
    this.lowered = lowered;
    this.times = times;
    this.trackOfDevice = new int[lowered.cluster().devices().size()];
  }

  static Trace of(LoweredPlan lowered, Recording.Kept times) {
    return new TraceRecord(lowered, times).make();
  }

  private Trace make() {
    addTracks();
    var spans = addSpans();
    addFlows(spans);
    for (int device = 0; device < trackOfDevice.length; device++) {
      if (trackOfDevice[device] >= 0) {
        builder.counter(memory(device));
      }
    }
    return builder.build();
  }

  private void addTracks() {
    Arrays.fill(trackOfDevice, -1);
    for (var stage : lowered.plan().stages()) {
      for (var id : stage.devices()) {
        trackOfDevice[lowered.cluster().indexOf(id)] = 0;
      }
    }
    for (int device = 0; device < trackOfDevice.length; device++) {
      if (trackOfDevice[device] == 0) {
        var of = lowered.cluster().devices().get(device);
        trackOfDevice[device] = builder.track(new Track(of.label(), Track.Kind.DEVICE, of.id()));
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
                  steps.get(step).name(), steps.get(step).type(), steps.get(step).ops()));
    }
    var transferLabels = new int[lowered.program().slots().size()];
    Arrays.fill(transferLabels, -1);
    var spans = new int[graph.taskCount()];
    for (int task = 0; task < spans.length; task++) {
      spans[task] = -1;
      if (times.endNanos()[task] == 0) {
        continue;
      }
      int label;
      if (graph.isTransfer(task)) {
        int slot = graph.subject(task);
        if (transferLabels[slot] < 0) {
          transferLabels[slot] =
              builder.label(
                  new Trace.Label(
                      lowered.program().slots().get(slot).value(), "transfer", List.of()));
        }
        label = transferLabels[slot];
      } else {
        label = labels[graph.subject(task)];
      }
      spans[task] =
          builder.span(
              trackOfDevice[graph.device(task)],
              label,
              graph.isTransfer(task) ? SpanKind.TRANSFER : SpanKind.COMPUTE,
              graph.replica(task),
              lowered.microBatchOfBatch(graph.replica(task), graph.microBatch(task)),
              task,
              begin(task),
              end(task),
              graph.bytes(task));
    }
    return spans;
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
        boolean moves = graph.isTransfer(task) || graph.isTransfer(next);
        if (moves
            && graph.edgeKind(edge) == EdgeKind.DATA
            && spans[task] >= 0
            && spans[next] >= 0) {
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
          place.device() == device && microBatch < lowered.microBatches();
          microBatch++) {
        int first = lowered.firstTask(place.replica(), microBatch);
        if (times.endNanos()[first + place.users()[0]] == 0) {
          continue;
        }
        events.add(begin(first + place.users()[0]), place.sizeBytes());
        if (!place.isPinned()) {
          events.add(
              reuse ? lastUse(place.users(), first) : microBatchEnd(place.replica(), device, first),
              -place.sizeBytes());
        }
      }
    }
    return events.counter(
        "memory",
        "bytes",
        lowered.cluster().devices().get(device).id(),
        lowered.constantBytes(device));
  }

  private long lastUse(int[] users, int first) {
    long last = 0;
    for (int user : users) {
      last = Math.max(last, times.endNanos()[first + user]);
    }
    return last - times.startedAt();
  }

  private long microBatchEnd(int replica, int device, int first) {
    long last = 0;
    var template = lowered.template(replica);
    for (int node = 0; node < template.nodeCount(); node++) {
      last =
          template.device(node) == device ? Math.max(last, times.endNanos()[first + node]) : last;
    }
    return last - times.startedAt();
  }
}
