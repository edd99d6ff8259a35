package dev.partitura.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.engine.execute.Progress;
import dev.partitura.samples.SampleModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoweringBenchmarkTest {
  private static LoweringScores small() {
    return new LoweringBenchmark(SampleModels.network("mlp"), 50, 10_000, 1, Duration.ZERO)
        .run(Progress.NONE);
  }

  @Test
  void reportsWhatItMeasured() throws IOException {
    var scores = small();
    var report = new ObjectMapper().readTree(scores.json()).get("lowering");
    for (var name :
        new String[] {
          "resnet50EditMillis", "resnet50TrainingEditMillis", "chain50Millis", "tasksPerSecond"
        }) {
      assertTrue(report.get(name).asDouble() > 0, name);
    }
    assertTrue(report.get("tasks").asInt() >= 10_000);
    assertEquals(scores.bytesPerTask(), report.get("bytesPerTask").asDouble());
    // Template, micro-batch, predecessors and place of edges alone are four ints.
    assertTrue(scores.bytesPerTask() > 16 && scores.bytesPerTask() < 60, report::toString);
    var table = new StringWriter();
    scores.print(new PrintWriter(table));
    assertTrue(table.toString().contains("chain of 50 new ops"), table::toString);
  }

  @Test
  void everyEditHasOtherMicroBatchesAndTheSameProgram() {
    var edits = LoweringCases.edit(SampleModels.network("mlp"));
    var before = edits.get();
    var after = edits.get();
    assertSame(before.program(), after.program());
    assertNotEquals(before.plan().microBatches(), after.plan().microBatches());
    var trainingEdits = LoweringCases.trainingEdit(SampleModels.network("mlp"));
    assertSame(trainingEdits.get().program(), trainingEdits.get().program());
  }

  @Test
  void aChainIsLoweredWhole() {
    assertEquals(50, LoweringCases.chain(50).get().graph().taskCount());
  }
}
