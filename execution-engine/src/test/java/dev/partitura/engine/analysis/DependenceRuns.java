package dev.partitura.engine.analysis;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;

/// Runs of hand-made task graphs for tests.
final class DependenceRuns {
  private DependenceRuns() {}

  /// @param times start and end of each task
  static Analyses run(TaskGraph graph, long[]... times) {
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    int devices = graph.queues().size();
    for (int device = 0; device < devices; device++) {
      var of = new World.Device(new DeviceId("cpu" + device), "CPU " + device, "here");
      builder.device(of);
      builder.track(new Track.OfLane(of.label(), of.id(), Lane.COMPUTE));
    }
    for (int task = 0; task < times.length; task++) {
      int label = builder.label(label(graph, task));
      int span =
          builder.span(graph.device(task), label, graph.kind(task), times[task][0], times[task][1]);
      builder.task(span, task);
      builder.microBatch(span, graph.microBatch(task));
    }
    return new Analyses(
        builder.build(), new Provenance(null, null, graph, null, null, Agreement.UNKNOWN));
  }

  private static Trace.Label label(TaskGraph graph, int task) {
    var ops = graph.kind(task).computes() ? List.of(new OpId("op" + task)) : List.<OpId>of();
    return new Trace.Label("op" + task, "Relu", ops);
  }

  static long[] at(long start, long end) {
    return new long[] {start, end};
  }
}
