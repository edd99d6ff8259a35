package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import java.util.Set;

/// How parallel the program itself is, whatever the devices: all its work, and the longest chain of
/// data dependencies in it. Source: Blumofe and Leiserson 1999, doi:10.1145/324133.324234.
///
/// @param workNanos all spans together
/// @param spanNanos the longest chain: no number of devices would be faster
public record WorkSpan(long workNanos, long spanNanos) {
  public static final Analysis<WorkSpan> ANALYSIS =
      Analysis.of(
          "work and span",
          Set.of(Known.GRAPH),
          run -> of(run.trace(), run.graph()),
          WorkSpan::report);

  private static WorkSpan of(Trace trace, TaskGraph graph) {
    var duration = new long[graph.taskCount()];
    long work = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      work += trace.durationNanos(span);
      int task = trace.task(span);
      if (task >= 0 && task < duration.length) {
        duration[task] = trace.durationNanos(span);
      }
    }
    var before = new long[duration.length];
    long longest = 0;
    for (int task : graph.topologicalOrder()) {
      long chain = before[task] + duration[task];
      longest = Math.max(longest, chain);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        if (graph.edgeKind(edge) == EdgeKind.RAW) {
          before[graph.successor(edge)] = Math.max(before[graph.successor(edge)], chain);
        }
      }
    }
    return new WorkSpan(work, longest);
  }

  /// Devices that could be kept busy on average; 1 when nothing ran.
  public double parallelism() {
    return spanNanos == 0 ? 1 : (double) workNanos / spanNanos;
  }

  private void report(ObjectNode report) {
    report.put("workNanos", workNanos);
    report.put("spanNanos", spanNanos);
    report.put("parallelism", parallelism());
  }
}
