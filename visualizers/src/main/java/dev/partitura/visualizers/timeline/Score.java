package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.CriticalPath;
import dev.partitura.engine.analysis.Slack;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.TimelineTrack;
import dev.partitura.ui.timeline.TrackContent;
import java.util.ArrayList;
import java.util.List;

/// A trace made ready to be drawn: its index, arrows and rows. Immutable; made off the FX
/// thread.
///
/// @param durationNanos end of the last span
/// @param criticalPath its spans in time order; do not write to it
/// @param criticalPathNanos its spans together
/// @param slackNanos by span; empty when unknown
/// @param flops by label; 0 or missing where unknown
public record Score(
    Trace trace,
    SpanIndex index,
    Flows flows,
    long durationNanos,
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
  ///
  /// @param tracks what views add below the rows of the trace
  static Score of(
      Run run, List<TimelineTrack> tracks, Appearance appearance, Cancellation cancellation) {
    var texts = appearance.texts(Timeline.class);
    var added = new ArrayList<TrackContent>();
    for (var track : tracks) {
      var content = track.of(run, appearance.language());
      if (content != null) {
        added.add(content);
      }
    }
    var trace = run.trace();
    var graph = run.result().graph();
    var critical = run.report().criticalPath();
    var path = critical.links().stream().mapToInt(CriticalPath.Link::span).toArray();
    var slack =
        graph.taskCount() == 0 || trace.spanCount() > MOST_FOR_SLACK
            ? new long[0]
            : Slack.of(trace, graph);
    var bare =
        of(
            trace,
            run.project().cluster(),
            run.project().plan(),
            Flows.of(trace, graph),
            added,
            texts,
            cancellation);
    return new Score(
        trace,
        bare.index,
        bare.flows,
        bare.durationNanos,
        bare.rows,
        path,
        critical.nanos(),
        slack,
        LabelWork.of(run));
  }

  /// The score of a trace alone, without critical path, slack and work.
  static Score of(
      Trace trace,
      Cluster cluster,
      Plan plan,
      Flows flows,
      List<TrackContent> added,
      Texts texts,
      Cancellation cancellation) {
    var index = SpanIndex.of(trace, cancellation);
    long duration = trace.durationNanos();
    var rows = new RowLayout(index, flows, cluster, plan, texts, duration).rows(added);
    return new Score(
        trace, index, flows, duration, rows, new int[0], 0, new long[0], new long[0]);
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
