package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.cluster.Machine;
import dev.partitura.engine.cluster.Speed;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final Cluster HUGE =
      Clusters.workers(
          2,
          new Machine(
              new Host("h", 2, 1L << 50, ""),
              List.of(new Machine.Core(0, 0, 0), new Machine.Core(1, 1, 0)),
              List.of(),
              Speed.of(DeviceKind.CPU)));

  /// Convolutions, normalizations and products whose weights are shapes alone; two terabytes.
  private static Network withoutWeights() {
    var b = new NetworkBuilder("shapes");
    var x = b.input("x", Shape.of(-1, 16, 8, 8).withSymbol(0, "N"));
    var pads = Attributes.NONE.with("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)));
    for (int layer = 0; layer < 4; layer++) {
      x = b.op("Conv", pads, x, weights(b, 16, 16, 3, 3));
      x =
          b.op(
              "BatchNormalization",
              x,
              weights(b, 16),
              weights(b, 16),
              weights(b, 16),
              weights(b, 16));
      x = b.op("Relu", x);
    }
    x = b.op("Flatten", x);
    x = b.op("MatMul", x, weights(b, 1024, 1L << 29));
    b.output(b.op("Relu", x));
    return b.build();
  }

  private static String weights(NetworkBuilder b, long... sizes) {
    return b.initializer("w", Constant.ofShape(TensorType.of(DataType.FLOAT, sizes)));
  }

  private static Plan plan(Network network, String preset) {
    return Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), HUGE);
  }

  @Test
  void noWeightIsReadUntilTheProgramIsLoaded() {
    var network = withoutWeights();
    var lowered =
        new Lowering()
            .lower(network, HUGE, plan(network, "pipeline=2,micro-batches=4"), 8, Map.of(), null);
    assertTrue(lowered.constantBytes(0) + lowered.constantBytes(1) > 2L << 40);
    assertTrue(lowered.graph().taskCount() >= 4 * 6, lowered.graph().taskCount() + " tasks");
    var refusal =
        assertThrows(
            ProblemException.class, () -> lowered.backend().load(lowered.program()).close());
    assertEquals("weights.missing", refusal.problems().getFirst().code());
  }

  private static LoweredStep step(Lowering lowering, Network network, Plan plan, int batch) {
    return lowering.lowerStep(
        network, HUGE, plan, Optimizers.of("sgd", 0.1), batch, Map.of(), null);
  }

  private static List<String> names(Lowered lowered) {
    return lowered.program().steps().stream().map(step -> step.name() + step.phase()).toList();
  }

  @Test
  void aStepIsDifferentiatedOnceForPlansThatShareIt() {
    var network = withoutWeights();
    var plan = plan(network, "pipeline=2,micro-batches=4");
    var lowering = new Lowering();
    var before = step(lowering, network, plan, 8);
    assertSame(before.lowered().program(), step(lowering, network, plan, 8).lowered().program());
    assertSame(
        before.lowered().program(),
        step(lowering, network, plan.withSchedule("1f1b"), 8).lowered().program());
    // The mean is over more micro-batches, which is a number in the step.
    assertNotSame(before.step(), step(lowering, network, plan.withMicroBatches(8), 16).step());
    assertNotSame(before.step(), step(lowering, network, plan, 16).step());

    var predicting = Lowering.toPredict();
    var predicted = step(predicting, network, plan, 8).lowered();
    var more = step(predicting, network, plan.withMicroBatches(8), 16).lowered();
    assertSame(predicted.program(), more.program());
    assertTrue(more.graph().taskCount() > predicted.graph().taskCount());
    // What is shared is what either would have got alone, also where a mean over one is no
    // division.
    var one = step(Lowering.toPredict(), network, plan.withMicroBatches(1), 2).lowered();
    assertEquals(names(one), names(predicted));
    assertNotSame(
        predicted.program(),
        step(predicting, network, plan.withSchedule("zb-h1"), 8).lowered().program());
    assertNotSame(
        predicted.program(),
        step(predicting, network, plan.withRecompute(Recompute.FULL), 8).lowered().program());
  }

  @Test
  void anEditThatKeepsTheCutKeepsTheProgram() {
    var network = withoutWeights();
    var plan = plan(network, "pipeline=2,micro-batches=4");
    var lowering = new Lowering();
    var before = lowering.lower(network, HUGE, plan, 8, Map.of(), null);
    assertSame(
        before.program(),
        lowering.lower(network, HUGE, plan.withMicroBatches(8), 16, Map.of(), null).program());
    assertSame(before.program(), lowering.lower(network, HUGE, plan, 8, Map.of(), null).program());
    assertNotSame(
        before.program(),
        lowering.lower(network, HUGE, plan.withMicroBatches(8), 8, Map.of(), null).program());
    assertNotSame(
        before.program(),
        lowering.lower(network, HUGE, plan.withPasses(Passes.NONE), 8, Map.of(), null).program());
    assertNotSame(
        before.program(),
        lowering
            .lower(network, HUGE, plan(network, "data=2,micro-batches=2"), 8, Map.of(), null)
            .program());
    assertNotSame(
        before.program(),
        lowering.lower(withoutWeights(), HUGE, plan, 8, Map.of(), null).program());
  }
}
