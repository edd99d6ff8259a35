package dev.partitura.visualizers.timeline;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Texts;
import java.util.List;

/// A trace made ready to be drawn: its index, arrows, memory and rows. Immutable; made off the FX thread, in O(spans + flows).
///
/// @param durationNanos end of the last span
/// @param memory use of all devices together
/// @param criticalPath its spans in time order; do not write to it
public record Score(
    Trace trace, SpanIndex index, Flows flows, long durationNanos, CounterSeries memory, List<Row> rows, int[] criticalPath) {
  public Score {
    rows = List.copyOf(rows);
  }

  /// The score of a run.
  static Score of(Run run, Texts texts, Cancellation cancellation) {
    return of(run.trace(), run.project().cluster(), run.project().plan(), new int[0], texts, cancellation);
  }

  static Score of(Trace trace, Cluster cluster, Plan plan, int[] criticalPath, Texts texts, Cancellation cancellation) {
    var index = SpanIndex.of(trace, cancellation);
    var counters = trace.counters().stream().filter(counter -> counter.unit().equals("bytes")).toList();
    var memory = CounterSeries.sum(counters);
    long duration = trace.durationNanos();
    var rows = new RowLayout(index, cluster, plan, texts, duration).rows(memory);
    return new Score(trace, index, new Flows(trace), duration, memory, rows, criticalPath);
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
