package dev.partitura.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.app.cli.SourceWords;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.calibrate.CalibrationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Predictions beside runs: the figures add up. How near they are is no test's business.
class PredictionBenchmarkTest {
  @TempDir private Path folder;

  @Test
  void aPlanIsPredictedAndRun() throws IOException {
    var cases =
        List.of(
            new PredictionCase("points", false, 8, "pipeline=2,micro-batches=2"),
            new PredictionCase("points", true, 8, "data=2"));
    var scores =
        new PredictionBenchmark(new SourceWords(), 5, true)
            .run(cases, new CalibrationFile(folder.resolve("c.json")), Progress.NONE);
    assertEquals(2, scores.rows().size());
    for (var row : scores.rows()) {
      assertTrue(row.predictedNanos() > 0 && row.measuredNanos() > 0, row.toString());
    }
    var json = new ObjectMapper().readTree(scores.json()).get("prediction");
    assertEquals(2, json.get("plans").size());
    assertEquals(scores.meanError(), json.get("meanError").asDouble());
  }

  @Test
  void errorsAreSharesOfWhatWasMeasured() {
    var scores =
        new PredictionScores(
            List.of(
                new PredictionScores.Row("a", false, 1, "single", 110, 100, 0, 0.1),
                new PredictionScores.Row("b", true, 1, "data=2", 70, 100, 0, 0.3)),
            OptionalDouble.empty());
    assertEquals(0.2, scores.meanError(), 1e-12);
    assertEquals(0.3, scores.worstError(), 1e-12);
    assertEquals(0.2, scores.meanRepeatError(), 1e-12);
    var text = new StringWriter();
    scores.print(new PrintWriter(text));
    assertTrue(
        text.toString().contains("2 plans: mean error 20.0 %, worst 30.0 %"), text::toString);
  }

  @Test
  void twoRunsAreComparedByTheirMedians() {
    var of = PredictionCase.all().getFirst();
    var first = new PredictionCase.Outcome(of, 1, new long[] {100, 100, 900}, new long[0]);
    var second = new PredictionCase.Outcome(of, 1, new long[] {80, 80, 10}, new long[0]);
    assertEquals(0, first.repeatError());
    assertEquals(0.2, first.with(second).repeatError(), 1e-12);
    assertEquals(6, first.with(second).nanos().length);
  }

  @Test
  void theCasesAreMany() {
    assertTrue(PredictionCase.all().size() >= 30);
    assertEquals(PredictionCase.all().size(), PredictionCase.all().stream().distinct().count());
  }
}
