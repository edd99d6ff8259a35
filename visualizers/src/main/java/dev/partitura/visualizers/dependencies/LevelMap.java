package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.ParallelWidth;
import dev.partitura.engine.analysis.PlanOrder;
import dev.partitura.engine.analysis.Predecessors;
import dev.partitura.engine.analysis.Slack;
import dev.partitura.engine.analysis.TaskNames;
import dev.partitura.engine.analysis.TaskSpans;
import dev.partitura.engine.analysis.Wavefronts;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The dependences of a run made ready to be drawn. Immutable; made off the FX thread.
///
/// @param spanOf by task; -1 where it did not run; do not write to it
/// @param startOfLevel when the first task of each level began; do not write to it
record LevelMap(
    Analyses run,
    TaskGraph graph,
    Trace trace,
    Predecessors predecessors,
    Wavefronts fronts,
    ParallelWidth width,
    PlanOrder order,
    TaskNames names,
    LevelLayout layout,
    int[] spanOf,
    long[] slackNanos,
    long[] startOfLevel) {

  /// The map of a run; null where its tasks are not known. Cost O(tasks + edges).
  static @Nullable LevelMap of(Analyses run) {
    var graph = run.provenance().graph();
    if (graph == null || graph.taskCount() == 0 || !run.canTell(Wavefronts.ANALYSIS)) {
      return null;
    }
    var fronts = run.get(Wavefronts.ANALYSIS);
    var layout = new LevelLayout(graph, fronts.planned());
    var spanOf = run.get(TaskSpans.ANALYSIS).of();
    var starts = new long[layout.levels()];
    Arrays.fill(starts, Long.MAX_VALUE);
    for (int task = 0; task < spanOf.length; task++) {
      if (spanOf[task] >= 0) {
        int level = layout.level(task);
        starts[level] = Math.min(starts[level], run.trace().startNanos(spanOf[task]));
      }
    }
    return new LevelMap(
        run,
        graph,
        run.trace(),
        run.get(Predecessors.ANALYSIS),
        fronts,
        run.get(ParallelWidth.ANALYSIS),
        run.get(PlanOrder.ANALYSIS),
        new TaskNames(run),
        layout,
        spanOf,
        run.get(Slack.ANALYSIS).nanos(),
        starts);
  }

  /// What can be told of a task at a moment of the run.
  enum State {
    WAITING,
    READY,
    RUNNING,
    DONE
  }

  /// Cost O(edges into the task) where it has not begun.
  State state(int task, long nanos) {
    int span = spanOf[task];
    if (span < 0) {
      return State.WAITING;
    }
    if (trace.endNanos(span) <= nanos) {
      return State.DONE;
    }
    if (trace.startNanos(span) <= nanos) {
      return State.RUNNING;
    }
    for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
      int before = spanOf[predecessors.from(place)];
      if (before < 0 || trace.endNanos(before) > nanos) {
        return State.WAITING;
      }
    }
    return State.READY;
  }

  /// Letter of a device.
  String letter(int device) {
    return device < trace.world().devices().size()
        ? trace.world().letter(trace.world().devices().get(device).id())
        : Integer.toString(device);
  }

  /// Label and letter of a device, such as `CPU 0 A`.
  String title(int device) {
    return device < trace.world().devices().size()
        ? String.valueOf(trace.world().title(trace.world().devices().get(device).id()))
        : Integer.toString(device);
  }
}
