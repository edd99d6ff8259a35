package dev.partitura.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.app.cli.SourceWords;
import dev.partitura.engine.execute.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// The figures of training add up. How good they are is no test's business.
class TrainingBenchmarkTest {
  @Test
  void everyScheduleIsRun() throws IOException {
    var scores =
        new TrainingBenchmark(new SourceWords(), 1).run("points", 8, "lenet", 16, Progress.NONE);
    assertEquals(20, scores.rows().size());
    for (var row : scores.rows()) {
      assertTrue(row.stepNanos() > 0, row.toString());
      assertTrue(row.ideal() >= 0 && row.ideal() < 0.5, row.toString());
      assertTrue(row.measured() > 0 && row.measured() < 1, row.toString());
    }
    assertTrue(scores.speedUp() > 0);
    var json = new ObjectMapper().readTree(scores.json()).get("training");
    assertEquals(20, json.get("schedules").size());
    var text = new StringWriter();
    scores.print(new PrintWriter(text));
    assertTrue(text.toString().contains("zb-v"), text::toString);
  }
}
