package dev.partitura.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationBenchmarkTest {
  @Test
  void reportsWhatItMeasured() throws IOException {
    var scores = new SimulationBenchmark(20_000, 500, 1, Duration.ZERO).run(Progress.NONE);
    var report = new ObjectMapper().readTree(scores.json()).get("simulation");
    assertTrue(report.get("tasks").asInt() >= 20_000);
    assertTrue(report.get("editTasks").asInt() >= 500);
    assertTrue(report.get("editMillis").asDouble() > 0);
    assertEquals(scores.tasksPerSecond(), report.get("tasksPerSecond").asDouble());
    var table = new StringWriter();
    scores.print(new PrintWriter(table));
    assertTrue(table.toString().contains("million tasks a second"), table::toString);
  }
}
