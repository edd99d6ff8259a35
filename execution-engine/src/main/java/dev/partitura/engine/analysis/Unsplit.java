package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.Spread;
import java.util.Set;

/// How the same samples were measured on one device.
public record Unsplit(Conditions conditions, Spread iterations, Throughput throughput) {
  public static final Analysis<Unsplit> ANALYSIS =
      Analysis.of("unsplit", Set.of(Known.UNSPLIT), run -> of(run.unsplit()), Unsplit::report);

  private static Unsplit of(Measured measured) {
    var iterations = Spread.of(measured.iterationNanos());
    return new Unsplit(measured.conditions(), iterations, Throughput.of(measured, iterations));
  }

  private void report(ObjectNode report) {
    var node = report.putObject("unsplit");
    Iterations.report(iterations, node);
    Report.putWarmUp(node, conditions);
    node.put("throughputPerSecond", throughput.samplesPerSecond());
  }
}
