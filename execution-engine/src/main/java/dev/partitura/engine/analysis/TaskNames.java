package dev.partitura.engine.analysis;

import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Locale;

/// What tasks are called, in files and views: as their spans are.
public final class TaskNames {
  private final TaskGraph graph;
  private final Trace trace;
  private final int[] spanOf;

  /// @throws IllegalStateException when the tasks of the run are not known
  public TaskNames(Analyses run) {
    spanOf = run.get(TaskSpans.ANALYSIS).of();
    graph = run.graph();
    trace = run.trace();
  }

  /// Name of its step or value; of a task that did not run its kind and number.
  public String name(int task) {
    return spanOf[task] >= 0
        ? trace.name(spanOf[task])
        : graph.kind(task).name().toLowerCase(Locale.ROOT) + " " + graph.subject(task);
  }

  /// Number of its micro-batch over all replicas, as traces number them.
  public int microBatch(int task) {
    return spanOf[task] >= 0 ? trace.microBatch(spanOf[task]) : graph.microBatch(task);
  }

  /// Name of the device that does it, or its number where the trace does not know it.
  public String device(int task) {
    return device(trace, graph.device(task));
  }

  static String device(Trace trace, int device) {
    var devices = trace.world().devices();
    return device < devices.size() ? devices.get(device).id().name() : Integer.toString(device);
  }
}
