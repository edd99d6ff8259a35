package dev.partitura.engine.execute.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Finding;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.Why;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.priced.PricedBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.catalogue.ClusterWords;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Ops of a training step are handed out one by one, which decides how long small ones take.
class DispatchTest {
  private static final Cluster CLUSTER = ClusterWords.parse("1xA100-SXM4-80GB");
  private static final Plan PLAN = Plan.single(CLUSTER.devices().getFirst().id());
  private static final long LEAST_NANOS = 100_000;

  private static Network network(int width) {
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(64, width));
    for (int layer = 0; layer < 4; layer++) {
      var w = b.initializer("w" + layer, Tensor.ofFloats(new float[width * width], width, width));
      x = b.op("Relu", b.op("MatMul", x, w));
    }
    b.output(x);
    return b.build();
  }

  private static Lowered step(Network network) {
    return new Lowering()
        .lowerStep(
            network,
            CLUSTER,
            PLAN,
            Optimizers.of("sgd", null),
            64,
            Map.of(),
            new PricedBackend(DeviceKind.GPU))
        .lowered();
  }

  private static long handedOut(Lowered lowered) {
    return lowered.program().steps().stream()
        .filter(step -> step.phase() != Phase.U && step.work().flops() > 0)
        .filter(step -> !step.type().equals("AccumulateGradient"))
        .count();
  }

  @Test
  void aSmallStepTakesAsLongAsItTakesToHandItOut() {
    var lowered = step(network(8));
    long nanos = new SimulatedExecutor().run(lowered).trace().durationNanos();
    long least = LEAST_NANOS * handedOut(lowered);
    assertTrue(handedOut(lowered) > 10, () -> names(lowered));
    assertTrue(nanos >= least && nanos < 1.5 * least, nanos + " of " + least);
  }

  @Test
  void theReasonIsToldAsOne() {
    var network = network(8);
    var result = new SimulatedExecutor().run(step(network));
    var made = Provenance.of(network, result, null, Agreement.UNKNOWN);
    var kinds =
        new Analyses(result.trace(), made).get(Why.ANALYSIS).stream().map(Finding::kind).toList();
    assertTrue(kinds.contains(Finding.Kind.DISPATCH), kinds::toString);
    assertFalse(kinds.contains(Finding.Kind.INTERRUPTED), kinds::toString);
  }

  private static String names(Lowered lowered) {
    return lowered.program().steps().stream().map(Step::name).toList().toString();
  }

  @Test
  void inferenceIsNotHandedOut() {
    var network = network(8);
    var lowered =
        new Lowering()
            .lower(network, CLUSTER, PLAN, 64, Map.of(), new PricedBackend(DeviceKind.GPU));
    long nanos = new SimulatedExecutor().run(lowered).trace().durationNanos();
    assertTrue(nanos < LEAST_NANOS * lowered.program().steps().size() / 2, nanos + " ns");
    assertEquals(0, lowered.program().steps().stream().filter(s -> s.phase() != Phase.F).count());
  }
}
