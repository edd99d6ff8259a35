package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredMessages;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What replicas exchange in training, what they keep, and what they learn.
class ReplicaTrainingTest {
  private static final int BATCH = 8;
  private static final int LAYERS = 8;
  private static final int WIDTH = 64;
  private static final Cluster CLUSTER = Clusters.workers(4);

  /// Layers of `WIDTH` × `WIDTH` weights.
  private static Network deep() {
    var random = new Random(5);
    var b = new NetworkBuilder("deep");
    var x = b.input("x", Shape.of(-1, WIDTH).withSymbol(0, "batch"));
    for (int layer = 0; layer < LAYERS; layer++) {
      var weight = b.initializer("w", ShardableNetworks.random(random, 0.2, WIDTH, WIDTH));
      x = b.op("Tanh", b.op("MatMul", x, weight));
    }
    b.output(x);
    return b.build();
  }

  private static Plan plan(Network network, String words) {
    return Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), CLUSTER);
  }

  private static LoweredStep lowered(Network network, Plan plan, String optimizer, int batch) {
    return new Lowering()
        .lowerStep(network, CLUSTER, plan, Optimizers.of(optimizer, 0.01), batch, Map.of(), null);
  }

  private static Lowered lowered(String words) {
    return lowered(deep(), plan(deep(), words), "adam", BATCH).lowered();
  }

  private static TrainingResult train(
      LoweredStep step, int first, int steps, Map<String, Tensor> kept, Feeding feeds) {
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(), first, steps, feeds::of, kept, Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  /// What the inputs of a step are.
  private interface Feeding {
    Map<String, Tensor> of(int step);
  }

  /// The share of a replica of the batch of a step.
  private static Map<String, Tensor> feeds(Network network, int step, int replica, int replicas) {
    var random = new Random(100 + step);
    var feeds = new HashMap<String, Tensor>();
    for (var input : network.inputs()) {
      var sizes = Objects.requireNonNull(input.type()).knownShape().withSize(0, BATCH).sizes();
      feeds.put(input.name(), ShardableNetworks.random(random, 1, sizes));
    }
    var labels = random.longs(BATCH, 0, 5).toArray();
    feeds.put("labels", Tensor.ofLongs(labels, BATCH));
    int size = BATCH / replicas;
    feeds.replaceAll((_, all) -> BatchRows.slice(all, (long) replica * size, size));
    feeds.put(TrainingStep.LEARNING_RATE, scalar(0.01f));
    feeds.put(TrainingStep.STEP, scalar(step));
    return feeds;
  }

  private static Tensor scalar(float value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static TrainingResult train(Network network, String words, String optimizer, int steps) {
    var step = lowered(network, plan(network, words), optimizer, BATCH);
    var kept = TrainingState.initial(step.step()).kept();
    return train(step, 1, steps, kept, at -> feeds(network, at, 0, 1));
  }

  private static void assertSame(
      Map<String, Tensor> wanted, Map<String, Tensor> given, double bound) {
    assertEquals(wanted.keySet(), given.keySet());
    wanted.forEach((name, tensor) -> {
      var other = Objects.requireNonNull(given.get(name));
      assertEquals(tensor.type(), other.type(), name);
      for (long i = 0; i < tensor.elementCount(); i++) {
        assertEquals(tensor.doubleAt(i), other.doubleAt(i), bound, name);
      }
    });
  }

  // Buckets.

  @ParameterizedTest
  @CsvSource({"1,0", "1,1", "2,0", "2,2"})
  void gradientsThatAreFinalAreSummedWhileOthersAreMade(int microBatches, int zero) {
    var words = "data=2,bucket-bytes=20000,micro-batches=" + microBatches;
    var network = deep();
    var trace = train(network, words + (zero == 0 ? "" : ",zero=" + zero), "adam", 3).trace();
    long firstSum = Long.MAX_VALUE;
    long lastGradient = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.kind(span) == TaskKind.REDUCTION) {
        firstSum = Math.min(firstSum, trace.startNanos(span));
      } else if (trace.kind(span) == TaskKind.COMPUTE && isBackward(trace, span)) {
        lastGradient = Math.max(lastGradient, trace.startNanos(span));
      }
    }
    assertTrue(firstSum < lastGradient, firstSum + " before " + lastGradient);
  }

  private static boolean isBackward(Trace trace, int span) {
    return trace.phase(span) == Phase.B || trace.phase(span) == Phase.W;
  }

  /// Around a ring of two each bucket is four messages.
  @Test
  void smallGradientsShareMessages() {
    assertEquals(4, messages(lowered("data=2").graph()));
    assertEquals(4 * LAYERS, messages(lowered("data=2,bucket-bytes=1").graph()));
    assertEquals(4 * LAYERS / 2, messages(lowered("data=2,bucket-bytes=40000").graph()));
    assertEquals(bytes(lowered("data=2").graph()), bytes(lowered("data=2,bucket-bytes=1").graph()));
  }

  private static long messages(TaskGraph graph) {
    return IntStream.range(0, graph.taskCount())
        .filter(task -> graph.kind(task) == TaskKind.TRANSFER)
        .count();
  }

  private static long bytes(TaskGraph graph) {
    return IntStream.range(0, graph.taskCount()).mapToLong(graph::bytes).sum();
  }

  // ZeRO.

  private static Stream<Arguments> networks() {
    return Stream.of(
            ShardableNetworks.convolutions(),
            ShardableNetworks.residual(),
            ShardableNetworks.transformer())
        .flatMap(network ->
            Stream.of(
                    "data=2,zero=1 adamw",
                    "data=4,zero=2,micro-batches=2 nesterov",
                    "data=2,zero=3,micro-batches=2,bucket-bytes=500 adamw",
                    "data=2,tensor=2,zero=1 adamw",
                    "data=2,tensor=2,zero=2,micro-batches=2 sgd",
                    "data=2,tensor=2,zero=3 nesterov",
                    "pipeline=2,data=2,zero=3,micro-batches=2,schedule=zb-h1 adamw")
                .map(text -> Arguments.of(network, text)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void piecesFollowTheUnsplitStep(Network network, String text) {
    var words = text.split(" ", 2);
    var whole = train(network, "single", words[1], 3);
    var pieces = train(network, words[0], words[1], 3);
    for (int step = 0; step < 3; step++) {
      assertEquals(whole.losses()[step], pieces.losses()[step], 5e-5, "step " + (step + 1));
    }
    assertSame(whole.kept(), pieces.kept(), 5e-5);
  }

  /// With Adam, a device keeps a parameter, its gradient and two means of that.
  @ParameterizedTest
  @CsvSource({"2", "4"})
  void devicesKeepTheirShareAndNoMore(int replicas) {
    long each = (long) LAYERS * WIDTH * WIDTH * Float.BYTES;
    var words = "data=" + replicas;
    long[] kept = {
      4 * each, 2 * each + 2 * each / replicas, each + 3 * each / replicas, 4 * each / replicas
    };
    for (int zero = 0; zero < kept.length; zero++) {
      var lowered = lowered(words + (zero == 0 ? "" : ",zero=" + zero));
      for (int device = 0; device < replicas; device++) {
        assertEquals(
            kept[zero], lowered.keptBytes(device) - received(lowered, device), "zero=" + zero);
      }
    }
  }

  private static long received(Lowered lowered, int device) {
    return lowered.messages().receptions().stream()
        .filter(reception -> reception.device() == device)
        .mapToLong(LoweredMessages.Reception::bytes)
        .sum();
  }

  /// What is gathered lies in the workspace of an action while it is read.
  @Test
  void gatheredParametersAreLetGo() {
    long each = (long) WIDTH * WIDTH * Float.BYTES;
    var words = "data=2,micro-batches=4,bucket-bytes=1,zero=";
    var kept = lowered(words + 2);
    var gathered = lowered(words + 3);
    assertEquals(kept.frameBytes(0, 0), gathered.frameBytes(0, 0));
    long more = gathered.workspaceBytes(0, 0) - kept.workspaceBytes(0, 0);
    assertTrue(more <= 3 * each, more + " of " + LAYERS * each);
    assertTrue(gathered.valueBytes(0) < kept.valueBytes(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single,zero=1|plan.zero.replicas",
        "pipeline=2,average-every=4|plan.average.replicas",
        "single,bucket-bytes=100|plan.bucket.replicas",
        "data=2,zero=2,average-every=4|plan.zero.average",
        "data=2,zero=1,collective=tree|plan.zero.collective",
        "data=2,zero=1|plan.zero.optimizer"
      })
  void whatCannotBeIsRefused(String words, String code) {
    var network = deep();
    var plan = plan(network, words);
    var optimizer = code.endsWith("optimizer") ? "lamb" : "adam";
    var refused =
        assertThrows(ProblemException.class, () -> lowered(network, plan, optimizer, BATCH));
    assertEquals(code, refused.problems().getFirst().code());
  }

  /// Stages that feed each other within a micro-batch, and replicas that lie differently.
  @Test
  void replicasThatCannotKeepStepAreRefused() {
    var network = deep();
    var devices = CLUSTER.devices().stream().map(device -> device.id()).toList();
    var there = Mesh.of(devices.subList(0, 2));
    var partition = new HashMap<OpId, Integer>();
    for (int op = 0; op < network.ops().size(); op++) {
      partition.put(network.ops().get(op).id(), op < 6 && op > 2 ? 1 : 0);
    }
    var forthAndBack = Plan.of(List.of(there, Mesh.of(devices.subList(2, 4))), partition, 2);
    assertRefused("plan.zero.mutual", network, forthAndBack);
    for (int op = 0; op < network.ops().size(); op++) {
      partition.put(network.ops().get(op).id(), op < 6 ? 0 : 1);
    }
    var unlike =
        Plan.of(
            List.of(there, Mesh.of(List.of(new DeviceId("cpu0"), new DeviceId("cpu2")))),
            partition,
            2);
    lowered(network, unlike, "adam", BATCH);
    assertRefused("plan.zero.alike", network, unlike);
  }

  private static void assertRefused(String code, Network network, Plan plan) {
    lowered(network, plan.with(new Replication(1000, 1, 0)), "adam", BATCH);
    var refused =
        assertThrows(
            ProblemException.class,
            () -> lowered(network, plan.with(new Replication(1000, 2, 0)), "adam", BATCH));
    assertEquals(code, refused.problems().getFirst().code());
  }

  // Averaging.

  /// Steps of each replica on its share of the batches, and the mean of all every few.
  private static List<Map<String, Tensor>> plainly(
      Network network, int replicas, int every, int steps, String optimizer) {
    var step = lowered(network, plan(network, "single"), optimizer, BATCH / replicas);
    var each = new ArrayList<Map<String, Tensor>>();
    for (int replica = 0; replica < replicas; replica++) {
      each.add(TrainingState.initial(step.step()).kept());
    }
    for (int at = 1; at <= steps; at++) {
      for (int replica = 0; replica < replicas; replica++) {
        int own = replica;
        var done =
            train(step, at, 1, each.get(own), number -> feeds(network, number, own, replicas));
        each.set(own, done.kept());
      }
      if (at % every == 0) {
        var mean = new HashMap<String, Tensor>();
        for (var name : each.getFirst().keySet()) {
          var values = each.stream().map(of -> Objects.requireNonNull(of.get(name))).toList();
          mean.put(name, TrainingState.mean(values));
        }
        each.replaceAll(_ -> mean);
      }
    }
    return each;
  }

  private static Stream<Arguments> averaged() {
    return Stream.of(
            ShardableNetworks.layers(),
            ShardableNetworks.convolutions(),
            ShardableNetworks.transformer())
        .flatMap(network ->
            Stream.of(
                    "data=2,average-every=3 sgd",
                    "data=2,average-every=1,collective=server nesterov",
                    "data=4,average-every=2,collective=tree adamw",
                    "data=2,average-every=3,collective=recursive-doubling,micro-batches=2 adam",
                    "pipeline=2,data=2,average-every=2,micro-batches=2,schedule=1f1b sgd",
                    "data=2,tensor=2,average-every=2 sgd")
                .map(text -> Arguments.of(network, text)));
  }

  @ParameterizedTest
  @MethodSource("averaged")
  void replicasGoByThemselvesAndMeet(Network network, String text) {
    var words = text.split(" ", 2);
    var plan = plan(network, words[0]);
    int every = plan.replication().averageEvery();
    for (int steps : List.of(every, 2 * every + 1)) {
      var wanted = plainly(network, plan.replicas(), every, steps, words[1]);
      var given = train(network, words[0], words[1], steps).kept();
      if (steps % every == 0) {
        assertSame(wanted.getFirst(), given, 5e-5);
        continue;
      }
      var all = new HashMap<String, Tensor>();
      for (int replica = 0; replica < wanted.size(); replica++) {
        int of = replica;
        wanted
            .get(replica)
            .forEach((name, value) -> all.put(TrainingState.ofReplica(name, of), value));
      }
      assertSame(all, given, 5e-5);
    }
  }

  /// Else it would be the training of the unsplit network.
  @Test
  void averagingSeldomIsAnotherTraining() {
    var network = ShardableNetworks.layers();
    var unsplit = train(network, "single", "sgd", 6).kept();
    var averaged = train(network, "data=2,average-every=3", "sgd", 6).kept();
    assertNotEquals(
        unsplit.get("w1").doubleAt(0), averaged.get("w1").doubleAt(0), "bits of a weight");
  }

  @Test
  void replicasExchangeNothingBetweenMeans() {
    var result = train(deep(), "data=2,average-every=4", "sgd", 3);
    assertEquals(0, bytes(result.between()));
    assertEquals((long) 2 * LAYERS * WIDTH * WIDTH * Float.BYTES, bytes(result.graph()));
    for (int span = 0; span < result.trace().spanCount(); span++) {
      assertEquals(TaskKind.COMPUTE, result.trace().kind(span));
    }
  }

  @Test
  void aStateInTheMiddleGoesOnBitForBit() {
    var network = ShardableNetworks.layers();
    var step = lowered(network, plan(network, "data=2,average-every=4"), "adamw", BATCH);
    var initial = TrainingState.initial(step.step()).kept();
    Feeding feeds = at -> feeds(network, at, 0, 1);
    var whole = train(step, 1, 9, initial, feeds);
    var first = train(step, 1, 6, initial, feeds);
    var second = train(step, 7, 3, first.kept(), feeds);
    for (int at = 0; at < 3; at++) {
      assertEquals(whole.losses()[6 + at], second.losses()[at], 0.0);
    }
    assertSame(whole.kept(), second.kept(), 0);
    assertEquals(2, new TrainingState(6, first.kept(), first.losses()).apart());
  }
}
