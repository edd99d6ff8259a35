package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalExecutorTest {
  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 6; i++) {
      x = b.op("Relu", x);
    }
    b.output(x);
    return b.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "task=2",
        "data=2",
        "pipeline=2,micro-batches=4",
        "pipeline=2,data=2,micro-batches=3",
        "pipeline=3,micro-batches=8"
      })
  void everyPresetGivesTheOutputsOfTheFeeds(String preset) {
    var network = chain();
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var feed = Tensor.ofFloats(new float[] {1, -2, 3, -4, -5, 6, -7, 8, 9, -10, 11, -12}, 3, 4);
    var result =
        new LocalExecutor()
            .run(
                new RunRequest(network, cluster, plan, 0, Map.of("x", feed), 1, 3, 1),
                new Cancellation(),
                Progress.NONE);
    var output = result.outputs().values().iterator().next();
    assertEquals("3×4", output.shape().toString());
    assertArrayEquals(new float[] {1, 0, 3, 0, 0, 6, 0, 8, 9, 0, 11, 0}, output.toFloats());
    assertFalse(result.cancelled());
    assertEquals(3, result.iterationNanos().length);
    assertEquals(result.graph().taskCount(), result.trace().spanCount());
    assertTrue(result.trace().durationNanos() > 0);
  }
}
