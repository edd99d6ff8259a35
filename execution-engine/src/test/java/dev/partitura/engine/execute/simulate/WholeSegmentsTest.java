package dev.partitura.engine.execute.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.backend.priced.PricedBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.Recomputation;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Full recomputation of frameworks does a block again to its end; this engine stops where nobody
/// reads on.
class WholeSegmentsTest {
  private static final int BLOCKS = 6;

  /// Blocks whose last product no gradient reads.
  private static Network network() {
    var b = new NetworkBuilder("blocks");
    var x = b.input("x", Shape.of(8, 16));
    for (int block = 0; block < BLOCKS; block++) {
      var inner =
          b.op(
              "Relu",
              b.op("MatMul", x, b.initializer("a" + block, Tensor.ofFloats(ones(), 16, 64))));
      var y =
          b.op(
              "last" + block,
              "MatMul",
              Attributes.NONE,
              inner,
              b.initializer("b" + block, Tensor.ofFloats(ones(), 64, 16)));
      x = b.op("Add", x, y);
    }
    b.output(x);
    return b.build();
  }

  private static float[] ones() {
    var ones = new float[16 * 64];
    Arrays.fill(ones, 0.01f);
    return ones;
  }

  private static long again(Backend backend, String what) {
    var network = network();
    var cluster = Clusters.workers(1);
    var plan =
        Presets.plan(
            PlanPreset.parse("single,recompute=full"), OpenAxes.types(network, 1), cluster);
    return new Lowering()
            .lowerStep(network, cluster, plan, Optimizers.of("sgd", null), 8, Map.of(), backend)
            .lowered()
            .program()
            .steps()
            .stream()
            .filter(step -> step.phase() != Phase.F && Recomputation.isDoneAgain(step.name()))
            .filter(step -> step.name().startsWith(what))
            .count();
  }

  @Test
  void onlyWhatIsThoughtOfDoesAgainWhatNobodyReads() {
    var thought = new PricedBackend(DeviceKind.GPU);
    assertEquals(0, again(new CpuBackend(), "last"));
    assertTrue(again(thought, "last") >= BLOCKS - 1);
    assertTrue(again(new CpuBackend(), "") > 0);
  }
}
