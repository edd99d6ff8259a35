package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Training steps whose tensors are split among shards follow the step that is not split: losses,
/// parameters, sums and what the optimizer remembers.
class TensorTrainingTest {
  private static final int BATCH = 8;
  private static final int STEPS = 3;
  private static final double BOUND = 5e-5;

  private static TrainingResult train(Network network, String words, String optimizer) {
    var step = lowered(network, words, optimizer);
    var kept = TrainingState.initial(step.step()).kept();
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(), 1, STEPS, at -> feeds(network, at), kept, Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  private static LoweredStep lowered(Network network, String words, String optimizer) {
    var cluster = Clusters.workers(8);
    var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), cluster);
    var rule = Optimizers.of(optimizer, 0.01);
    return new Lowering().lowerStep(network, cluster, plan, rule, BATCH, Map.of(), null);
  }

  private static Map<String, Tensor> feeds(Network network, int step) {
    var random = new Random(100 + step);
    var feeds = new HashMap<String, Tensor>();
    for (var input : network.inputs()) {
      var type = Objects.requireNonNull(input.type());
      var sizes = type.knownShape().withSize(0, BATCH);
      long count = sizes.elementCount();
      feeds.put(
          input.name(),
          type.dataType() == DataType.FLOAT
              ? ShardableNetworks.random(random, 1, sizes.sizes())
              : Tensor.ofLongs(
                  random.longs(count, -ShardableNetworks.WORDS, ShardableNetworks.WORDS).toArray(),
                  sizes.sizes()));
    }
    var labels = random.longs(BATCH, 0, ShardableNetworks.CLASSES).toArray();
    feeds.put("labels", Tensor.ofLongs(labels, BATCH));
    feeds.put(TrainingStep.LEARNING_RATE, scalar(0.01f));
    feeds.put(TrainingStep.STEP, scalar(step));
    return feeds;
  }

  private static Tensor scalar(float value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static Stream<Arguments> plans() {
    return Stream.of(
        Arguments.of(ShardableNetworks.layers(), "tensor=2,collective=tree sgd"),
        Arguments.of(ShardableNetworks.layers(), "tensor=4,micro-batches=2 adamw"),
        Arguments.of(ShardableNetworks.layers(), "data=2,tensor=2 nesterov"),
        Arguments.of(ShardableNetworks.convolutions(), "tensor=2 nesterov"),
        Arguments.of(
            ShardableNetworks.convolutions(),
            "pipeline=2,tensor=2,micro-batches=4,schedule=1f1b sgd"),
        Arguments.of(ShardableNetworks.residual(), "tensor=4 adamw"),
        Arguments.of(ShardableNetworks.residual(), "data=2,tensor=2 sgd"),
        Arguments.of(ShardableNetworks.transformer(), "tensor=2 adamw"),
        Arguments.of(ShardableNetworks.transformer(), "tensor=4,micro-batches=2 sgd"),
        Arguments.of(ShardableNetworks.transformer(), "tensor=2 lamb"),
        Arguments.of(ShardableNetworks.tied(), "tensor=2 sgd"),
        Arguments.of(ShardableNetworks.ontoTheInput(), "tensor=2 adamw"),
        Arguments.of(ShardableNetworks.tied(), "data=2,tensor=4 adamw"),
        Arguments.of(
            ShardableNetworks.transformer(),
            "pipeline=2,data=2,tensor=2,micro-batches=2,schedule=gpipe nesterov"));
  }

  private static Stream<Arguments> sequences() {
    return Stream.of("tensor=2,sequence-parallel sgd", "data=2,tensor=2,sequence-parallel adamw")
        .map(words -> Arguments.of(ShardableNetworks.transformer(), words));
  }

  @ParameterizedTest
  @MethodSource({"plans", "sequences"})
  void shardsFollowTheUnsplitStep(Network network, String text) {
    var words = text.split(" ", 2);
    var whole = train(network, "single", words[1]);
    var split = train(network, words[0], words[1]);
    for (int step = 0; step < STEPS; step++) {
      assertEquals(whole.losses()[step], split.losses()[step], BOUND, "loss of step " + step);
    }
    assertEquals(whole.kept().keySet(), split.kept().keySet());
    whole
        .kept()
        .forEach((name, tensor) -> {
          var other = Objects.requireNonNull(split.kept().get(name));
          assertEquals(tensor.type(), other.type());
          for (long i = 0; i < tensor.elementCount(); i++) {
            assertEquals(tensor.doubleAt(i), other.doubleAt(i), BOUND, name);
          }
        });
  }

  /// Parameters, sums and what the optimizer remembers are split alike; vectors are what is left.
  @Test
  void aShardKeepsItsPartOfTheState() {
    var network = ShardableNetworks.transformer();
    var whole = lowered(network, "single", "adamw").lowered();
    var split = lowered(network, "tensor=4", "adamw").lowered();
    for (int device = 0; device < 4; device++) {
      assertTrue(
          split.keptBytes(device) < 0.45 * whole.keptBytes(0),
          split.keptBytes(device) + " of " + whole.keptBytes(0));
    }
  }

  /// What no element is updated by without the others stays whole, and so does its gradient; what
  /// is computed with it is split all the same.
  @Test
  void whatIsUpdatedAsAWholeIsKeptWhole() {
    var network = ShardableNetworks.transformer();
    var whole = lowered(network, "single", "lamb").lowered();
    var split = lowered(network, "tensor=2", "lamb").lowered();
    assertEquals(whole.keptBytes(0), split.keptBytes(0));
    assertEquals(whole.keptBytes(0), split.keptBytes(1));
    assertTrue(split.program().steps().stream().anyMatch(step -> step.type().equals("AllReduce")));
  }
}
