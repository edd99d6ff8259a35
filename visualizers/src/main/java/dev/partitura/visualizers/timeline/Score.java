package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.CriticalPath;
import dev.partitura.engine.analysis.Slack;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A trace made ready to be drawn: its index, arrows, memory and rows. Immutable; made off the FX
/// thread.
///
/// @param memory use of all devices together
/// @param criticalPath its spans in time order; do not write to it
/// @param criticalPathNanos its spans together
/// @param slackNanos by span; empty when unknown
/// @param flops by label; 0 or missing where unknown
public record Score(
    Trace trace,
    SpanIndex index,
    Flows flows,
    CounterSeries memory,
    List<Row> rows,
    int[] criticalPath,
    long criticalPathNanos,
    long[] slackNanos,
    long[] flops) {
  /// Above this many spans slack is left out: sorting them would take seconds.
  private static final int MOST_FOR_SLACK = 2_000_000;

  public Score {
    rows = List.copyOf(rows);
  }

  /// The score of a run. Cost O(spans log spans + edges).
  static Score of(Run run, Texts texts, Cancellation cancellation) {
    var trace = run.trace();
    var graph = run.result().graph();
    var critical = run.report().criticalPath();
    var path = critical.links().stream().mapToInt(CriticalPath.Link::span).toArray();
    var slack =
        graph.taskCount() == 0 || trace.spanCount() > MOST_FOR_SLACK
            ? new long[0]
            : Slack.of(trace, graph);
    var bare = of(trace, run.project().plan(), Flows.of(trace, graph), texts, cancellation);
    return new Score(
        trace,
        bare.index,
        bare.flows,
        bare.memory,
        bare.rows,
        path,
        critical.nanos(),
        slack,
        LabelWork.of(run));
  }

  /// The score of a trace alone, without critical path, slack and work.
  ///
  /// @param plan what ran, where that is known
  static Score of(
      Trace trace, @Nullable Plan plan, Flows flows, Texts texts, Cancellation cancellation) {
    var index = SpanIndex.of(trace, cancellation);
    var memory =
        CounterSeries.sum(
            trace.counters().stream().filter(counter -> counter.unit().equals("bytes")).toList());
    var rows = new RowLayout(index, flows, plan, texts).rows(memory);
    return new Score(trace, index, flows, memory, rows, new int[0], 0, new long[0], new long[0]);
  }

  /// End of the last span.
  public long durationNanos() {
    return trace.durationNanos();
  }

  /// Height of all rows.
  public double height() {
    return rows.isEmpty() ? 0 : rows.getLast().bottom();
  }

  /// The row of a track.
  public Row row(int track) {
    return rows.stream().filter(row -> row.track() == track).findFirst().orElseThrow();
  }
}
