package dev.partitura.engine.execute.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cost.RooflineCost;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Steps that were measured take what they took; how busy the others are is told.
class StepTimesTest {
  private static final long STEP = 1_000;

  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    b.output(b.op("Softmax", b.op("Softmax", x)));
    return b.build();
  }

  private static Lowered lower(String plan) {
    var cluster = Clusters.workers(2);
    return new Lowering()
        .lower(
            chain(),
            cluster,
            Presets.plan(PlanPreset.parse(plan), TypeInference.infer(chain()), cluster),
            2,
            Map.of(),
            null);
  }

  private static long nanos(String plan, StepTimes measured) {
    return new SimulatedExecutor(
            (cluster, _) -> new RooflineCost(cluster), measured, OptionalDouble.empty())
        .run(lower(plan))
        .trace()
        .durationNanos();
  }

  @Test
  void whatWasMeasuredCounts() {
    assertEquals(2 * STEP, nanos("single", (_, _, _) -> STEP));
  }

  /// Two replicas are busy all the time: each sees the other so.
  @Test
  void replicasCrowdEachOther() {
    assertEquals(
        2 * (STEP + 500), nanos("data=2", (_, _, busy) -> STEP + 500 * busy), 2 * STEP * 0.01);
  }
}
