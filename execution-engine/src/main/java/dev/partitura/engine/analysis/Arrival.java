package dev.partitura.engine.analysis;

import org.jspecify.annotations.Nullable;

/// What a task waited for last before it began: of those it waits for, the one that ended last.
///
/// @param from the task that ended last
/// @param edge number of the edge from it
/// @param nanos when it ended
/// @param workerNanos when the worker had done what it did before, 0 at first; where this is later,
///   the worker was waited for
public record Arrival(int from, int edge, long nanos, long workerNanos) {
  /// The last arrival before a task; null where it waits for nobody or did not run. Cost O(edges
  /// into it).
  public static @Nullable Arrival of(Analyses run, int task) {
    var trace = run.trace();
    var spans = run.get(TaskSpans.ANALYSIS).of();
    var predecessors = run.get(Predecessors.ANALYSIS);
    int last = -1;
    for (int place = predecessors.first(task); place < predecessors.end(task); place++) {
      int span = spans[predecessors.from(place)];
      if (span >= 0
          && (last < 0 || trace.endNanos(span) > trace.endNanos(spans[predecessors.from(last)]))) {
        last = place;
      }
    }
    int span = spans[task];
    if (last < 0 || span < 0) {
      return null;
    }
    long free = span > trace.firstSpan(trace.track(span)) ? trace.endNanos(span - 1) : 0;
    int from = predecessors.from(last);
    return new Arrival(from, predecessors.edge(last), trace.endNanos(spans[from]), free);
  }
}
