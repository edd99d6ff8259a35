package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Samples learn: one step of it whole, and one of two replicas with half of the batch each. Those
/// that take long have no ops that these have not.
class SamplesTrainTest {
  private static final int BATCH = 2;
  private static final double RATE = 0.01;

  /// Of what the largest number of a parameter moves by, in float32 through fifty layers.
  private static final double TOLERANCE = 1e-2;

  static List<String> samples() {
    return List.of("mlp", "lenet", "points", "copier", "mobilenetv2", "squeezenet");
  }

  private static TrainingResult step(Network network, String preset) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var lowered =
        new Lowering()
            .lowerStep(
                network,
                cluster,
                plan,
                Optimizers.of("sgd", RATE),
                BATCH,
                Map.of(),
                new CpuBackend());
    var step = lowered.step();
    var feeds = new HashMap<>(SeededInputs.make(network, BATCH, 3));
    var labels = Objects.requireNonNull(step.types().type(step.loss().labels())).knownShape();
    var drawn = Tensor.allocate(new TensorType(DataType.INT64, labels.withSize(0, BATCH)));
    var random = new Random(5);
    for (long i = 0; i < drawn.elementCount(); i++) {
      drawn.setLong(i, random.nextLong(step.loss().classes()));
    }
    feeds.put(step.loss().labels(), drawn);
    feeds.put(TrainingStep.LEARNING_RATE, scalar((float) RATE));
    feeds.put(TrainingStep.STEP, scalar(1));
    var kept = new HashMap<String, Tensor>();
    for (var value : step.kept()) {
      if (value.initial() != null) {
        kept.put(value.value(), value.initial().tensor());
      }
    }
    return new LocalExecutor()
        .run(
            lowered.lowered(),
            new Workload.TrainingSteps(
                lowered.step(), 1, 1, _ -> feeds, kept, Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  private static Tensor scalar(float value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void oneStepOfReplicasIsThatOfTheWhole(String name) {
    var network = SampleModels.network(name);
    var whole = step(network, "single");
    var split = step(network, "data=2");
    assertEquals(whole.losses()[0], split.losses()[0], 1e-4 * Math.abs(whole.losses()[0]));
    int moved = 0;
    for (var parameter : network.initializers().entrySet()) {
      var one = whole.kept().get(parameter.getKey());
      if (one == null) {
        continue;
      }
      var before = parameter.getValue().tensor();
      var other = Objects.requireNonNull(split.kept().get(parameter.getKey()));
      double most = 0;
      double apart = 0;
      double size = 0;
      for (long i = 0; i < one.elementCount(); i++) {
        most = Math.max(most, Math.abs(one.doubleAt(i) - before.doubleAt(i)));
        apart = Math.max(apart, Math.abs(one.doubleAt(i) - other.doubleAt(i)));
        size = Math.max(size, Math.abs(before.doubleAt(i)));
      }
      moved += most > 0 ? 1 : 0;
      double tolerance = TOLERANCE * most + Math.ulp((float) size);
      assertTrue(
          apart <= tolerance, parameter.getKey() + " moves by " + most + ", apart by " + apart);
    }
    assertTrue(moved > whole.kept().size() / 3, moved + " of " + whole.kept().size() + " moved");
  }
}
