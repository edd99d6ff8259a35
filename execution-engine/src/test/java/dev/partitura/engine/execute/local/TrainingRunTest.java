package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.backend.reference.ReferenceBackend;
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
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import dev.partitura.engine.training.Recomputation;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.engine.training.optimizer.StandardOptimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Training steps under plans and schedules: all follow the step that is not split, and that one
/// follows the gradients by the reference kernels.
class TrainingRunTest {
  private static final int BATCH = 8;
  private static final int STEPS = 5;
  private static final int CLASSES = 5;
  private static final float RATE = 0.1f;
  private static final StandardOptimizer OPTIMIZER = Optimizers.of("sgd", 0.1);

  private static Tensor random(Random random, double scale, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, scale * random.nextGaussian());
    }
    return tensor;
  }

  private static Network layers() {
    var random = new Random(1);
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, 6).withSymbol(0, "batch"));
    x =
        b.op(
            "Gemm",
            x,
            b.initializer("w1", random(random, 0.4, 6, 12)),
            b.initializer("b1", random(random, 0.1, 12)));
    x = b.op("Relu", x);
    x = b.op("MatMul", x, b.initializer("w2", random(random, 0.3, 12, 12)));
    x = b.op("Tanh", x);
    x =
        b.op(
            "Gemm",
            x,
            b.initializer("w3", random(random, 0.3, 12, CLASSES)),
            b.initializer("b3", random(random, 0.1, CLASSES)));
    b.output(b.op("Softmax", x));
    return b.build();
  }

  private static Network convolutions() {
    var random = new Random(2);
    var b = new NetworkBuilder("convolutions");
    var x = b.input("x", Shape.of(-1, 2, 8, 8).withSymbol(0, "batch"));
    var padded = new Attributes(Map.of("pads", Attribute.Ints.of(1, 1, 1, 1)));
    var y =
        b.op(
            "Conv",
            padded,
            x,
            b.initializer("w1", random(random, 0.3, 4, 2, 3, 3)),
            b.initializer("b1", random(random, 0.1, 4)));
    y = b.op("Relu", y);
    var z = b.op("Conv", padded, y, b.initializer("w2", random(random, 0.3, 4, 4, 3, 3)));
    y = b.op("Relu", b.op("Add", y, z));
    y =
        b.op(
            "MaxPool",
            new Attributes(
                Map.of(
                    "kernel_shape", Attribute.Ints.of(2, 2), "strides", Attribute.Ints.of(2, 2))),
            y);
    y = b.op("Flatten", y);
    b.output(b.op("Gemm", y, b.initializer("w3", random(random, 0.2, 64, CLASSES))));
    return b.build();
  }

  /// The same weights in two layers.
  private static Network tied() {
    var random = new Random(3);
    var b = new NetworkBuilder("tied");
    var x = b.input("x", Shape.of(-1, CLASSES).withSymbol(0, "batch"));
    var w = b.initializer("w", random(random, 0.4, CLASSES, CLASSES));
    for (int layer = 0; layer < 3; layer++) {
      x = b.op("Tanh", b.op("MatMul", x, w));
    }
    b.output(x);
    return b.build();
  }

  private static List<Network> networks() {
    return List.of(layers(), convolutions(), tied());
  }

  private static Map<String, Tensor> feeds(Network network, int step, StandardOptimizer optimizer) {
    var random = new Random(100 + step);
    var feeds = new HashMap<String, Tensor>();
    for (var input : network.inputs()) {
      var sizes = Objects.requireNonNull(input.type()).knownShape().withSize(0, BATCH).sizes();
      feeds.put(input.name(), random(random, 1, sizes));
    }
    feeds.put("labels", Tensor.ofLongs(random.longs(BATCH, 0, CLASSES).toArray(), BATCH));
    feeds.put(TrainingStep.LEARNING_RATE, scalar((float) optimizer.learningRate()));
    feeds.put(TrainingStep.STEP, scalar(step));
    return feeds;
  }

  private static Tensor scalar(float value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  /// One that keeps nothing, one velocity, and two moments with the number of the step.
  private static StandardOptimizer optimizer(Network network) {
    return switch (network.name()) {
      case "layers" -> Optimizers.of("adamw", 0.01);
      case "convolutions" -> Optimizers.of("nesterov", 0.05);
      default -> OPTIMIZER;
    };
  }

  private static TrainingResult train(
      Network network, Plan plan, Cluster cluster, Backend backend) {
    return train(network, plan, cluster, backend, optimizer(network));
  }

  private static TrainingResult train(
      Network network, Plan plan, Cluster cluster, Backend backend, StandardOptimizer optimizer) {
    var step =
        new Lowering().lowerStep(network, cluster, plan, optimizer, BATCH, Map.of(), backend);
    var kept = new HashMap<String, Tensor>();
    for (KeptValue value : step.step().kept()) {
      if (value.initial() != null) {
        kept.put(value.value(), value.initial().tensor());
      }
    }
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                1,
                STEPS,
                at -> feeds(network, at, optimizer),
                kept,
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  private static Plan single(Cluster cluster) {
    return Plan.single(cluster.devices().getFirst().id());
  }

  private static void assertSame(TrainingResult wanted, TrainingResult given, double tolerance) {
    for (int step = 0; step < STEPS; step++) {
      assertEquals(wanted.losses()[step], given.losses()[step], tolerance, "loss of step " + step);
    }
    assertEquals(wanted.kept().keySet(), given.kept().keySet());
    wanted
        .kept()
        .forEach((name, tensor) -> {
          var other = Objects.requireNonNull(given.kept().get(name));
          for (long i = 0; i < tensor.elementCount(); i++) {
            assertEquals(tensor.doubleAt(i), other.doubleAt(i), tolerance, name);
          }
        });
  }

  /// Plain gradient descent by the reference kernels, one op after another.
  @Test
  void theUnsplitStepFollowsTheReference() {
    for (var network : networks()) {
      var cluster = Clusters.workers(1);
      for (var backend : List.of(new ReferenceBackend(), new CpuBackend())) {
        var given = train(network, single(cluster), cluster, backend, OPTIMIZER);
        var parameters = new HashMap<String, Tensor>();
        network
            .initializers()
            .forEach((name, constant) -> {
              var copy = Tensor.allocate(constant.type());
              copy.copyFrom(constant.tensor());
              parameters.put(name, copy);
            });
        for (int step = 1; step <= STEPS; step++) {
          descend(network, parameters, feeds(network, step, OPTIMIZER));
        }
        parameters.forEach((name, tensor) -> {
          var other = Objects.requireNonNull(given.kept().get(name));
          for (long i = 0; i < tensor.elementCount(); i++) {
            assertEquals(tensor.doubleAt(i), other.doubleAt(i), 2e-5, network.name() + " " + name);
          }
        });
        assertTrue(given.losses()[0] > 0);
        assertFalse(given.cancelled());
      }
    }
  }

  private static void descend(
      Network network, Map<String, Tensor> parameters, Map<String, Tensor> feeds) {
    var given = new HashMap<String, TensorType>();
    feeds.forEach((name, tensor) -> given.put(name, tensor.type()));
    var step =
        TrainingStep.of(
            TypeInference.infer(network, given, Map.of()),
            OPTIMIZER,
            1,
            Recomputation.NONE,
            Precision.FP32);
    var all = new HashMap<>(feeds);
    all.putAll(parameters);
    step.kept().stream()
        .filter(value -> value.initial() == null)
        .forEach(value -> all.put(value.value(), Tensor.allocate(value.type())));
    var wanted =
        step.network().ops().stream().filter(op -> op.type().equals("AccumulateGradient")).toList();
    var outputs =
        NetworkEvaluation.run(
            step.network()
                .withOutputs(
                    wanted.stream().map(op -> new Value(op.outputs().getFirst(), null)).toList()),
            all);
    for (int at = 0; at < wanted.size(); at++) {
      var op = wanted.get(at);
      var parameter = op.name().substring(0, op.name().indexOf("/accumulate"));
      var gradient = outputs.get(at);
      var tensor = Objects.requireNonNull(parameters.get(parameter));
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setDouble(i, tensor.doubleAt(i) - RATE * gradient.doubleAt(i));
      }
    }
  }

  private static Stream<Arguments> plans() {
    return networks().stream()
        .flatMap(network ->
            Stream.of(
                    "1 single",
                    "4 single",
                    "4 gpipe",
                    "4 1f1b",
                    "8 1f1b",
                    "4 longest-path",
                    "2 forward",
                    "1 1f1b",
                    "1 data ring",
                    "2 data ring",
                    "2 data tree",
                    "1 data recursive-doubling",
                    "2 data server",
                    "2 data=2,bucket-bytes=1",
                    "1 data=4,bucket-bytes=300,collective=tree",
                    "1 data=2,zero=1",
                    "2 data=2,zero=2",
                    "2 data=2,zero=3",
                    "1 data=4,zero=1,bucket-bytes=100",
                    "2 data=4,zero=2,bucket-bytes=100",
                    "1 data=4,zero=3,bucket-bytes=100",
                    "2 pipeline=2,data=2,schedule=1f1b,zero=1",
                    "4 pipeline=2,data=2,schedule=gpipe,zero=2",
                    "4 pipeline=2,data=2,schedule=1f1b,zero=3",
                    "4 pipeline=2,data=2,schedule=zb-h1,zero=3",
                    "4 pipeline=2,data=2,schedule=zb-v,zero=3,recompute=full",
                    "2 pipeline=2,data=2,schedule=1f1b",
                    "4 pipeline=2,schedule=eager-1f1b",
                    "4 pipeline=2,schedule=1f1b-overlap",
                    "4 pipeline=2,chunks=2,schedule=interleaved-1f1b",
                    "8 pipeline=2,chunks=2,schedule=interleaved-1f1b-overlap",
                    "4 pipeline=2,chunks=2,schedule=interleaved-zero-bubble",
                    "4 pipeline=2,chunks=2,schedule=breadth-first",
                    "4 pipeline=2,chunks=2,schedule=gpipe",
                    "4 pipeline=2,schedule=zb-h1",
                    "8 pipeline=3,schedule=zb-h2",
                    "4 pipeline=2,schedule=zb-1f1b",
                    "4 pipeline=2,schedule=zb-v",
                    "4 pipeline=2,schedule=v-1f1b",
                    "8 pipeline=2,schedule=v-half",
                    "8 pipeline=2,schedule=v-min",
                    "8 pipeline=2,schedule=dualpipe-v",
                    "2 pipeline=2,schedule=dualpipe",
                    "4 pipeline=2,schedule=dualpipe",
                    "2 pipeline=2,data=2,schedule=dualpipe",
                    "4 pipeline=2,schedule=dualpipe,zero=1",
                    "4 pipeline=2,schedule=dualpipe,bucket-bytes=100,recompute=full",
                    "4 pipeline=4,schedule=dualpipe",
                    "4 pipeline=2,tensor=2,schedule=dualpipe",
                    "2 pipeline=2,tensor=2,schedule=dualpipe,zero=1",
                    "4 pipeline=2,schedule=zb-auto",
                    "4 pipeline=2,chunks=2,schedule=zb-auto",
                    "4 pipeline=2,data=2,schedule=zb-v",
                    "2 0F0 0F1 0B0 0B1 0W1 0W0 0U0; 1F0 1B0 1F1 1B1 1W0 1W1 1U0")
                // No axis of its weights can be split in two.
                .filter(text -> !text.contains("tensor=") || !network.name().equals("tied"))
                .map(text -> Arguments.of(network, text)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyPlanFollowsTheUnsplitStep(Network network, String text) {
    int blank = text.indexOf(' ');
    int microBatches = Integer.parseInt(text.substring(0, blank));
    var schedule = text.substring(blank + 1);
    var cluster = Clusters.workers(4);
    if (schedule.startsWith("data ") || schedule.contains("=")) {
      var words =
          schedule.contains("=")
              ? schedule
              : "data=" + (microBatches == 1 ? 4 : 2) + ",collective=" + schedule.substring(5);
      var plan =
          Presets.plan(
              PlanPreset.parse(words + ",micro-batches=" + microBatches),
              TypeInference.infer(network),
              cluster);
      var alone = train(network, single(cluster), cluster, new CpuBackend());
      assertSame(alone, train(network, plan, cluster, new CpuBackend()), 2e-5);
      return;
    }
    var plan =
        schedule.equals("single")
            ? single(cluster).withMicroBatches(microBatches)
            : Presets.plan(
                    PlanPreset.parse("pipeline=2,micro-batches=" + microBatches),
                    TypeInference.infer(network),
                    cluster)
                .withSchedule(schedule);
    var unsplit = train(network, single(cluster), cluster, new CpuBackend());
    var split = train(network, plan, cluster, new CpuBackend());
    assertSame(unsplit, split, 2e-5);
    var graph = split.graph();
    long updates = 0;
    for (int task = 0; task < graph.taskCount(); task++) {
      updates += graph.phase(task) == Phase.U && graph.microBatch(task) == 0 ? 1 : 0;
    }
    // What two stages share: its other sum is sent and added, and what is made of it sent and
    // copied.
    boolean shares = network.name().equals("tied") && !schedule.equals("single");
    assertEquals(network.initializers().size() + (shares ? 4 : 0), updates);
  }
}
