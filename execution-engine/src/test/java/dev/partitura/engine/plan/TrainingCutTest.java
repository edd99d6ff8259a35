package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.ClusterText;
import dev.partitura.engine.cost.Balance;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Stages of a plan to train take the same time forward and back; forward alone they need not.
class TrainingCutTest {
  private static final int WIDTH = 256;
  private static final int MICRO_BATCHES = 8;
  private static final Cluster CLUSTER = Clusters.workers(2);

  /// Six products alike, of which only the last three have weights to train: the first three have
  /// no way back.
  private static Network lateWeights() {
    var b = new NetworkBuilder("late weights");
    var x = b.input("x", Shape.of(Shape.UNKNOWN, WIDTH, WIDTH));
    var value = x;
    for (int op = 0; op < 3; op++) {
      value = b.op("MatMul", value, x);
    }
    for (int op = 0; op < 3; op++) {
      var weights = Tensor.allocate(TensorType.of(DataType.FLOAT, WIDTH, WIDTH));
      value = b.op("MatMul", value, b.initializer("w" + op, weights));
    }
    b.output(value);
    return b.build();
  }

  private static Plan plan(Network network, boolean trains) {
    var preset = PlanPreset.parse("pipeline=2,micro-batches=" + MICRO_BATCHES + ",schedule=gpipe");
    var types = TypeInference.infer(network);
    return Presets.plan(preset, types, CLUSTER, trains);
  }

  private static long first(Network network, Plan plan) {
    return network.ops().stream().filter(op -> plan.partOf(op.id()) == 0).count();
  }

  /// Nanoseconds of a predicted step.
  private static long step(Network network, Plan plan) {
    var optimizer = Optimizers.of("sgd", null);
    var lowered =
        Lowering.toPredict()
            .lowerStep(network, CLUSTER, plan, optimizer, MICRO_BATCHES, Map.of(), null)
            .lowered();
    return new SimulatedExecutor().run(lowered).trace().durationNanos();
  }

  @Test
  void opsWeighWithTheirWayBack() {
    var network = lateWeights();
    assertEquals(3, first(network, plan(network, false)));
    assertEquals(4, first(network, plan(network, true)));
  }

  /// What an editor says of stages is what balanced them: as even, and no more.
  @Test
  void expectedTimesAreThoseThatBalancedTheStages() {
    var network = lateWeights();
    var types = OpenAxes.sized(TypeInference.infer(network), 1);
    var plan = plan(network, true);
    var stages = new double[2];
    var forward = new double[2];
    var device = CLUSTER.devices().getFirst();
    var training = new ExpectedTimes(types, CLUSTER, Precision.FP32, true);
    var inference = new ExpectedTimes(types, CLUSTER, Precision.FP32, false);
    var costs = OpCosts.of(types, CLUSTER, Precision.FP32, true);
    for (int op = 0; op < costs.ops().size(); op++) {
      var id = costs.ops().get(op).id();
      assertEquals(costs.nanos(device)[op], training.nanos(id, device));
      stages[plan.partOf(id)] += training.nanos(id, device);
      forward[plan.partOf(id)] += inference.nanos(id, device);
    }
    assertTrue(Balance.of(stages) > Balance.of(forward));
  }

  @Test
  void opsAreExpectedInThePrecisionOfThePlan() {
    var network = lateWeights();
    var types = OpenAxes.sized(TypeInference.infer(network), 1);
    var cluster = ClusterText.read("2xA100-SXM4-80GB");
    var device = cluster.devices().getFirst();
    var op = network.ops().getLast().id();
    double whole = new ExpectedTimes(types, cluster, Precision.FP32, false).nanos(op, device);
    double half = new ExpectedTimes(types, cluster, Precision.BF16, false).nanos(op, device);
    assertTrue(half < whole, half + " ns against " + whole);
  }

  @Test
  void theStepIsPredictedToBeShorter() {
    var network = lateWeights();
    long inferring = step(network, plan(network, false));
    long training = step(network, plan(network, true));
    assertTrue(training < inferring, training + " ns against " + inferring);
  }

  @Test
  void whatCannotBeTrainedIsCutAsItRuns() {
    var b = new NetworkBuilder("no weights");
    var x = b.input("x", Shape.of(Shape.UNKNOWN, WIDTH, WIDTH));
    var value = x;
    for (int op = 0; op < 4; op++) {
      value = b.op("MatMul", value, x);
    }
    b.output(value);
    var network = b.build();
    assertEquals(plan(network, false), plan(network, true));
  }
}
