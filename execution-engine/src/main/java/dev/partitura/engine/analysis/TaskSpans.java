package dev.partitura.engine.analysis;

import dev.partitura.engine.analysis.Analysis.Known;
import java.util.Arrays;
import java.util.Set;

/// The span of the trace that ran each task. Cost O(tasks + spans).
///
/// @param of by task; -1 where a task did not run; do not write to it
public record TaskSpans(int[] of) {
  public static final Analysis<TaskSpans> ANALYSIS =
      Analysis.of("spans of tasks", Set.of(Known.GRAPH), TaskSpans::find);

  private static TaskSpans find(Analyses run) {
    var trace = run.trace();
    var spans = new int[run.graph().taskCount()];
    Arrays.fill(spans, -1);
    for (int span = 0; span < trace.spanCount(); span++) {
      int task = trace.task(span);
      if (task >= 0 && task < spans.length) {
        spans[task] = span;
      }
    }
    return new TaskSpans(spans);
  }
}
