package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever touches the same memory is put in order, under every schedule.
@NullMarked
class MemoryOrderTest {
  private static Network deep() {
    var b = new NetworkBuilder("deep");
    var x = b.input("x", Shape.of(-1, 16).withSymbol(0, "batch"));
    for (int layer = 0; layer <= 12; layer++) {
      long columns = layer == 12 ? 8 : 16;
      var w = b.initializer("w", Tensor.ofFloats(new float[(int) (16 * columns)], 16, columns));
      x = b.op("Gemm", x, w);
      x = layer == 12 ? x : b.op("Tanh", x);
    }
    b.output(x);
    return b.build();
  }

  private static List<Arguments> plans() {
    var plans = new ArrayList<Arguments>();
    for (var schedule : Schedules.all()) {
      for (var chunks : new String[] {"", ",chunks=2", ",chunks=3"}) {
        for (int microBatches : new int[] {1, 4, 5, 6}) {
          for (var rest : new String[] {"", ",recompute=full"}) {
            plans.add(
                Arguments.of(
                    "pipeline=3,micro-batches="
                        + microBatches
                        + ",schedule="
                        + schedule.name()
                        + chunks
                        + rest));
          }
        }
      }
    }
    for (var words :
        new String[] {
          "single,micro-batches=4",
          "data=3,micro-batches=2",
          "pipeline=2,micro-batches=4,schedule=dualpipe",
          "pipeline=4,micro-batches=6,schedule=dualpipe,recompute=full",
          "pipeline=2,tensor=2,micro-batches=4,schedule=dualpipe",
          "pipeline=2,tensor=2,micro-batches=4,schedule=dualpipe,zero=1",
          "data=2,zero=1",
          "data=2,zero=2,micro-batches=2",
          "data=2,zero=3,micro-batches=2",
          "pipeline=2,data=2,zero=3,micro-batches=4,schedule=1f1b",
          "tensor=2,micro-batches=2",
          "data=2,tensor=2",
          "pipeline=2,tensor=2,micro-batches=4,schedule=1f1b"
        }) {
      plans.add(Arguments.of(words));
    }
    return plans;
  }

  @ParameterizedTest
  @MethodSource("plans")
  void tasksThatTouchTheSameMemoryAreInOrder(String words) {
    var network = deep();
    var cluster = Clusters.workers(4);
    LoweredStep step;
    try {
      var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), cluster);
      step =
          new Lowering()
              .lowerStep(network, cluster, plan, Optimizers.of("sgd", 0.1), 60, Map.of(), null);
    } catch (ProblemException refused) {
      return;
    }
    assertEquals(List.of(), MemoryOrder.conflicts(step.lowered()));
  }
}
