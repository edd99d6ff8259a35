package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.Spread;
import java.util.Set;

/// Wall time of the measured iterations.
public final class Iterations {
  public static final Analysis<Spread> ANALYSIS =
      Analysis.of(
          "iterations",
          Set.of(Known.MEASURED),
          run -> Spread.of(run.measured().iterationNanos()),
          Iterations::report);

  private Iterations() {}

  /// Writes how often it was measured, and where the times lie.
  static void report(Spread iterations, ObjectNode report) {
    report.put("repeats", iterations.count());
    var spread = report.putObject("iterationNanos");
    Report.put(spread, "minimum", iterations.minimum());
    Report.put(spread, "lowerQuartile", iterations.lowerQuartile());
    Report.put(spread, "median", iterations.median());
    Report.put(spread, "upperQuartile", iterations.upperQuartile());
    Report.put(spread, "maximum", iterations.maximum());
  }
}
