package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.CriticalPath;
import dev.partitura.engine.analysis.Dependencies;
import dev.partitura.engine.analysis.IdleCauses;
import dev.partitura.engine.analysis.IdleGap;
import dev.partitura.engine.analysis.Slack;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.TimelineTrack;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A trace made ready to be drawn: its index, arrows and rows. Immutable; made off the FX thread.
///
/// @param run what it is the score of
/// @param idle why devices stood still
/// @param criticalPath its spans in time order; do not write to it
/// @param criticalPathNanos its spans together
/// @param criticalWaitNanos the gaps between them together
/// @param slackNanos by span; do not write to it
/// @param flops by label; 0 where unknown
/// @param beside what was predicted of the same, under it; or null
public record Score(
    Analyses run,
    SpanIndex index,
    Flows flows,
    List<Row> rows,
    List<IdleCauses> idle,
    int[] criticalPath,
    long criticalPathNanos,
    long criticalWaitNanos,
    long[] slackNanos,
    long[] flops,
    @Nullable Beside beside) {
  public Score {
    rows = List.copyOf(rows);
    idle = List.copyOf(idle);
  }

  /// The score of a run with nothing predicted beside it.
  static Score of(
      Analyses run, List<TimelineTrack> tracks, Language language, Cancellation cancellation) {
    return of(run, null, tracks, language, cancellation);
  }

  /// The score of a run. Cost O(spans + edges), and that of the tracks.
  ///
  /// @param predicted what was predicted of the same, to lie under it; or null
  /// @param tracks what views add below the rows of the trace
  static Score of(
      Analyses run,
      @Nullable Analyses predicted,
      List<TimelineTrack> tracks,
      Language language,
      Cancellation cancellation) {
    var texts = Texts.of(Timeline.class, language);
    var trace = run.trace();
    var index = SpanIndex.of(trace, cancellation);
    var flows = Flows.of(trace, run.get(Dependencies.ANALYSIS));
    var beside = predicted == null ? null : Beside.of(run, predicted, language, cancellation);
    var added =
        tracks.stream().map(track -> track.of(run, language)).filter(Objects::nonNull).toList();
    var path = run.get(CriticalPath.ANALYSIS);
    return new Score(
        run,
        index,
        flows,
        new RowLayout(index, flows, run.provenance().plan(), beside, texts).rows(added),
        run.get(IdleCauses.ANALYSIS),
        path.links().stream().mapToInt(CriticalPath.Link::span).toArray(),
        path.nanos(),
        path.waitNanos(),
        run.get(Slack.ANALYSIS).nanos(),
        LabelWork.of(trace.labels(), run.provenance()),
        beside);
  }

  public Trace trace() {
    return run.trace();
  }

  /// The same with its rows as tall as `pixels` allow.
  Score filling(double pixels) {
    return new Score(
        run,
        index,
        flows,
        RowLayout.filling(rows, pixels),
        idle,
        criticalPath,
        criticalPathNanos,
        criticalWaitNanos,
        slackNanos,
        flops,
        beside);
  }

  /// The stretch in which the device of a row stood still at a moment, or null.
  @Nullable IdleGap gapAt(Row row, double nanos) {
    return row.kind() == Row.Kind.DEVICE && nanos >= 0 ? IdleGap.at(run, row.track(), nanos) : null;
  }

  /// Why the device of a track stood still; null for another track.
  @Nullable IdleCauses idle(int track) {
    return idle.stream().filter(causes -> causes.track() == track).findFirst().orElse(null);
  }

  /// End of the last span.
  public long durationNanos() {
    return trace().durationNanos();
  }

  /// End of the last span, measured or predicted under it.
  long extentNanos() {
    return beside == null
        ? durationNanos()
        : Math.max(durationNanos(), beside.score().durationNanos());
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
