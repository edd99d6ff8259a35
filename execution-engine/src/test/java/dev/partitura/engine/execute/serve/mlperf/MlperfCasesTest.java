package dev.partitura.engine.execute.serve.mlperf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.serve.ServingCases;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MlperfCasesTest {
  @Test
  void minimumQueriesAreThoseOfTheRules() throws IOException {
    for (var row : ServingCases.rows("mlperf_min_queries.csv")) {
      double tail = Double.parseDouble(row.get("tail"));
      var least =
          new MinimumQueries(
              tail,
              Double.parseDouble(row.get("margin")),
              Double.parseDouble(row.get("confidence")));
      assertEquals(least.margin(), MinimumQueries.usualMargin(tail), 1e-12);
      assertEquals(Long.parseLong(row.get("inferences")), least.inferences(), row::toString);
      assertEquals(Long.parseLong(row.get("rounded")), least.rounded(), row::toString);
    }
  }

  @Test
  void aRunMayStopWhenTheRulesSaySo() throws IOException {
    for (var row : ServingCases.rows("mlperf_early_stopping.csv")) {
      var rule =
          new EarlyStopping(
              Double.parseDouble(row.get("percentile")),
              Double.parseDouble(row.get("tolerance")),
              Double.parseDouble(row.get("confidence")));
      int late = Integer.parseInt(row.get("overlatency_queries_t"));
      int queries = Integer.parseInt(row.get("min_total_queries"));
      assertEquals(
          Integer.parseInt(row.get("min_underlatency_h")), rule.leastInTime(late), row::toString);
      assertEquals(queries, rule.leastQueries(late), row::toString);
      assertTrue(rule.mayClaim(queries, late));
      assertFalse(rule.mayClaim(queries - 1, late));
      assertEquals(late, rule.mostLate(queries));
    }
  }

  @Test
  void scenariosAreThoseOfTheRules() throws IOException {
    for (var row : ServingCases.rows("mlperf_scenarios.csv")) {
      var word =
          switch (row.get("scenario")) {
            case "SingleStream" -> "single-stream";
            case "MultiStream" -> "multi-stream";
            default -> row.get("scenario").toLowerCase(java.util.Locale.ROOT);
          };
      var scenario = LoadScenario.find(word).orElseThrow();
      assertEquals(row.get("min_duration_s"), "" + scenario.leastSeconds());
      assertEquals(
          row.get("samples_per_query").replaceAll("\\D*(\\d+).*", "$1"),
          "" + scenario.samplesOfQuery());
      var tail = row.get("tail");
      assertEquals(
          tail.isEmpty() ? 0 : Double.parseDouble(tail) / 100, scenario.percentile(), 1e-12);
    }
  }
}
