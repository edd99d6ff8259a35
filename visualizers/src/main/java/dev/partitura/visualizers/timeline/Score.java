package dev.partitura.visualizers.timeline;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.theme.Texts;
import java.util.List;

/// A trace made ready to be drawn: its index, arrows, memory and rows. Immutable; made off the FX thread, in O(spans + flows).
///
/// @param durationNanos end of the last span
/// @param memory use of all devices together
/// @param memoryByDevice the same, one for each counter, in the order of the trace
public record Score(
    Trace trace, SpanIndex index, Flows flows, long durationNanos, CounterSeries memory, List<CounterSeries> memoryByDevice, List<Row> rows) {
  public Score {
    memoryByDevice = List.copyOf(memoryByDevice);
    rows = List.copyOf(rows);
  }

  public static Score of(Trace trace, Cluster cluster, Plan plan, Texts texts, Cancellation cancellation) {
    var index = SpanIndex.of(trace, cancellation);
    var counters = trace.counters().stream().filter(counter -> counter.unit().equals("bytes")).toList();
    var memory = CounterSeries.sum(counters);
    long duration = trace.durationNanos();
    var rows = new RowLayout(index, cluster, plan, texts, duration).rows(memory);
    return new Score(
        trace, index, new Flows(trace), duration, memory, counters.stream().map(CounterSeries::new).toList(), rows);
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
