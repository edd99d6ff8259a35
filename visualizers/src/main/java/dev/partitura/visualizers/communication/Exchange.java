package dev.partitura.visualizers.communication;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every device sent to every other during one iteration. Rows are senders, columns receivers,
/// in the order of the cluster.
///
/// @param devices their labels with letters
/// @param exposedNanos copying time during which the receiver computed nothing
record Exchange(
    List<String> devices, long[][] bytes, int[][] count, long[][] nanos, long exposedNanos) {
  Exchange {
    devices = List.copyOf(devices);
  }

  static Exchange of(Run run) {
    var cluster = run.project().cluster();
    int size = cluster.devices().size();
    var exchange =
        new Exchange(
            cluster.devices().stream()
                .map(device -> device.label() + " " + cluster.letter(device.id()))
                .toList(),
            new long[size][size],
            new int[size][size],
            new long[size][size],
            exposed(run.trace()));
    var trace = run.trace();
    var graph = run.result().graph();
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span).moves()
          && trace.task(span) >= 0
          && trace.task(span) < graph.taskCount()) {
        exchange.add(graph, trace, span);
      }
    }
    return exchange;
  }

  private void add(TaskGraph graph, Trace trace, int span) {
    int from = graph.source(trace.task(span));
    int to = graph.device(trace.task(span));
    bytes[from][to] += trace.bytes(span);
    count[from][to]++;
    nanos[from][to] += trace.durationNanos(span);
  }

  private static long exposed(Trace trace) {
    long exposed = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span).moves()) {
        exposed += trace.durationNanos(span) - hidden(trace, span);
      }
    }
    return exposed;
  }

  /// How long the receiver computed while a copy was under way on another track.
  private static long hidden(Trace trace, int transfer) {
    var receiver = trace.tracks().get(trace.track(transfer)).device();
    long hidden = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (track != trace.track(transfer) && isOf(trace, track, receiver)) {
        for (int span = trace.firstSpan(track);
            span < trace.endSpan(track) && trace.startNanos(span) < trace.endNanos(transfer);
            span++) {
          long overlap =
              Math.min(trace.endNanos(span), trace.endNanos(transfer))
                  - Math.max(trace.startNanos(span), trace.startNanos(transfer));
          hidden += trace.kind(span).computes() ? Math.max(0, overlap) : 0;
        }
      }
    }
    return Math.min(hidden, trace.durationNanos(transfer));
  }

  private static boolean isOf(Trace trace, int track, @Nullable DeviceId device) {
    return device != null && device.equals(trace.tracks().get(track).device());
  }

  long totalBytes() {
    return sum(bytes);
  }

  int totalCount() {
    int sum = 0;
    for (var row : count) {
      for (int value : row) {
        sum += value;
      }
    }
    return sum;
  }

  long totalNanos() {
    return sum(nanos);
  }

  private static long sum(long[][] matrix) {
    long sum = 0;
    for (var row : matrix) {
      for (long value : row) {
        sum += value;
      }
    }
    return sum;
  }

  /// Bytes of the heaviest pair.
  long largestBytes() {
    long largest = 0;
    for (var row : bytes) {
      for (long value : row) {
        largest = Math.max(largest, value);
      }
    }
    return largest;
  }
}
