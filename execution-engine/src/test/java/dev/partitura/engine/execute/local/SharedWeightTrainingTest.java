package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks whose stages share weights, and such as read gradients in several actions, under every
/// schedule that keeps gradients of weights apart and every stage of ZeRO: the step is the unsplit
/// one.
class SharedWeightTrainingTest {
  private static final int BATCH = 16;
  private static final int STEPS = 2;
  private static final int WORDS = 6;
  private static final int WIDTH = 4;
  private static final Cluster CLUSTER = Clusters.workers(4);

  private static Tensor random(Random random, double scale, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, scale * random.nextGaussian());
    }
    return tensor;
  }

  /// One weight in all stages.
  private static Network tied() {
    var random = new Random(1);
    var b = new NetworkBuilder("tied");
    var x = b.input("x", Shape.of(-1, WORDS).withSymbol(0, "batch"));
    var w = b.initializer("w", random(random, 0.4, WORDS, WORDS));
    for (int layer = 0; layer < 4; layer++) {
      x = b.op("Tanh", b.op("MatMul", x, w));
    }
    b.output(x);
    return b.build();
  }

  /// Weights of the first and the last stage, and of the two between: on two devices that take the
  /// stages by turns, each gives the other one weight and takes one over.
  private static Network crossed() {
    var random = new Random(4);
    var b = new NetworkBuilder("crossed");
    var x = b.input("x", Shape.of(-1, WORDS).withSymbol(0, "batch"));
    var outer = b.initializer("outer", random(random, 0.4, WORDS, WORDS));
    var inner = b.initializer("inner", random(random, 0.4, WORDS, WORDS));
    for (var w : List.of(outer, inner, inner, outer)) {
      x = b.op("Tanh", b.op("MatMul", x, w));
    }
    b.output(x);
    return b.build();
  }

  /// The rows of a table go in, and its columns tell the words that come out.
  private static Network embedding() {
    var random = new Random(2);
    var b = new NetworkBuilder("embedding");
    var ids = b.input("x", new TensorType(DataType.INT64, Shape.of(-1, 3).withSymbol(0, "batch")));
    var table = b.initializer("table", random(random, 0.5, WORDS, WIDTH));
    var x = b.op("Gather", ids(0), table, ids);
    var y = b.op("Relu", b.op("MatMul", x, b.initializer("w", random(random, 0.5, WIDTH, WIDTH))));
    y = b.op("Add", y, x);
    var permuted = new Attributes(Map.of("perm", Attribute.Ints.of(1, 0)));
    b.output(b.op("MatMul", y, b.op("Transpose", permuted, table)));
    return b.build();
  }

  private static Attributes ids(int axis) {
    return new Attributes(Map.of("axis", new Attribute.IntValue(axis)));
  }

  /// Like a layer of attention: three products read one value, and what comes back is normalized.
  private static Network attention() {
    var random = new Random(3);
    var b = new NetworkBuilder("attention");
    var x = b.input("x", Shape.of(-1, 3, WIDTH).withSymbol(0, "batch"));
    for (int layer = 0; layer < 3; layer++) {
      var q = linear(b, random, x);
      var k = b.op("Transpose", permutation(), linear(b, random, x));
      var v = linear(b, random, x);
      var p = b.op("Softmax", b.op("MatMul", q, k));
      x = b.op("Add", x, linear(b, random, b.op("MatMul", p, v)));
      x =
          b.op(
              "LayerNormalization",
              x,
              b.initializer("scale", random(random, 1, WIDTH)),
              b.initializer("shift", random(random, 0.1, WIDTH)));
    }
    b.output(b.op("MatMul", x, b.initializer("out", random(random, 0.5, WIDTH, WORDS))));
    return b.build();
  }

  private static Attributes permutation() {
    return new Attributes(Map.of("perm", Attribute.Ints.of(0, 2, 1)));
  }

  private static String linear(NetworkBuilder b, Random random, String x) {
    return b.op(
        "Add",
        b.op("MatMul", x, b.initializer("w", random(random, 0.5, WIDTH, WIDTH))),
        b.initializer("b", random(random, 0.2, WIDTH)));
  }

  private static Map<String, Tensor> feeds(Network network, int step) {
    var random = new Random(10 + step);
    var feeds = new HashMap<String, Tensor>();
    var input = Objects.requireNonNull(network.inputs().getFirst().type());
    var sizes = input.knownShape().withSize(0, BATCH).sizes();
    boolean words = input.dataType() == DataType.INT64;
    feeds.put(
        "x",
        words
            ? Tensor.ofLongs(random.longs(BATCH * 3L, 0, WORDS).toArray(), sizes)
            : random(random, 1, sizes));
    feeds.put(
        "labels",
        sizes.length == 1 || List.of("tied", "crossed").contains(network.name())
            ? Tensor.ofLongs(random.longs(BATCH, 0, WORDS).toArray(), BATCH)
            : Tensor.ofLongs(random.longs(BATCH * 3L, 0, WORDS).toArray(), BATCH, 3));
    feeds.put(TrainingStep.LEARNING_RATE, scalar(0.1));
    feeds.put(TrainingStep.STEP, scalar(step));
    return feeds;
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static TrainingResult train(Network network, Plan plan) {
    var optimizer = Optimizers.of("sgd", 0.1);
    var step = new Lowering().lowerStep(network, CLUSTER, plan, optimizer, BATCH, Map.of(), null);
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                1,
                STEPS,
                at -> feeds(network, at),
                TrainingState.initial(step.step()).kept(),
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  private static Stream<Arguments> plans() {
    return Stream.of(tied(), crossed(), embedding(), attention())
        .flatMap(network ->
            Stream.of(
                    "zb-v",
                    "v-half",
                    "v-min",
                    "dualpipe",
                    "dualpipe-v",
                    "zb-h1",
                    "zb-auto,chunks=2",
                    "interleaved-1f1b,chunks=2",
                    "longest-path,chunks=2")
                .flatMap(schedule ->
                    Stream.of("", "data=2,", "data=2,zero=1,", "data=2,zero=2,", "data=2,zero=3,")
                        // Two ways exchange nothing within a micro-batch.
                        .filter(replicas ->
                            !schedule.equals("dualpipe") || !replicas.matches(".*zero=[23].*"))
                        .map(replicas ->
                            Arguments.of(
                                network,
                                "pipeline=2,micro-batches=4,"
                                    + replicas
                                    + "schedule="
                                    + schedule))));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theStepIsTheUnsplitOne(Network network, String words) {
    var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), CLUSTER);
    var alone = train(network, Plan.single(CLUSTER.devices().getFirst().id()));
    var given = train(network, plan);
    for (int step = 0; step < STEPS; step++) {
      assertEquals(alone.losses()[step], given.losses()[step], 2e-5);
    }
    alone
        .kept()
        .forEach((name, tensor) -> {
          var other = Objects.requireNonNull(given.kept().get(name));
          for (long i = 0; i < tensor.elementCount(); i++) {
            assertEquals(tensor.doubleAt(i), other.doubleAt(i), 2e-5, name);
          }
        });
  }
}
