package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random networks painted at random, under random schedules and all-reduces: each gives the losses
/// and parameters of the step that is not split, or is refused.
class RandomTrainingTest {
  private static final int ROUNDS = 120;
  private static final int BATCH = 8;
  private static final int WIDTH = 6;
  private static final int STEPS = 3;
  private static final Cluster CLUSTER = Clusters.workers(4);

  private static Tensor random(Random random, double scale, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, scale * random.nextGaussian());
    }
    return tensor;
  }

  /// Values `[batch, WIDTH]`, some weights read twice.
  private static Network network(Random random) {
    var b = new NetworkBuilder("random");
    var values = new ArrayList<>(List.of(b.input("x", Shape.of(-1, WIDTH).withSymbol(0, "batch"))));
    var weights = new ArrayList<String>();
    for (int op = 0, ops = 4 + random.nextInt(10); op < ops; op++) {
      var one = values.get(values.size() - 1 - random.nextInt(Math.min(3, values.size())));
      var other = values.get(random.nextInt(values.size()));
      values.add(
          switch (random.nextInt(7)) {
            case 0 -> b.op("Tanh", one);
            case 1 -> b.op("Relu", one);
            case 2 -> b.op("Add", one, other);
            case 3 -> b.op("Mul", b.op("Sigmoid", one), other);
            case 4 -> joined(b, random, one, other);
            default -> b.op("MatMul", one, weight(b, random, weights));
          });
    }
    b.output(b.op("MatMul", values.getLast(), weight(b, random, weights)));
    return b.build();
  }

  private static String weight(NetworkBuilder b, Random random, List<String> weights) {
    if (weights.isEmpty() || random.nextInt(3) > 0) {
      weights.add(b.initializer("w", random(random, 0.5, WIDTH, WIDTH)));
    }
    return weights.get(random.nextInt(weights.size()));
  }

  private static String joined(NetworkBuilder b, Random random, String one, String other) {
    var axis = new Attributes(Map.of("axis", new Attribute.IntValue(1)));
    return b.op(
        "Gemm",
        b.op("Concat", axis, one, other),
        b.initializer("g", random(random, 0.4, 2 * WIDTH, WIDTH)),
        b.initializer("b", random(random, 0.2, WIDTH)));
  }

  private static Plan plan(Random random, Network network) {
    int replicas = 1 + random.nextInt(2);
    int shards = 1 + random.nextInt(2);
    int stages = 1 + random.nextInt(4 / replicas / shards);
    var meshes = new ArrayList<Mesh>();
    for (int stage = 0; stage < stages; stage++) {
      var devices = new ArrayList<DeviceId>();
      for (int device = 0; device < replicas * shards; device++) {
        devices.add(CLUSTER.devices().get(stage * replicas * shards + device).id());
      }
      meshes.add(new Mesh(devices, shards));
    }
    boolean inOrder = random.nextInt(3) > 0;
    var partition = new HashMap<OpId, Integer>();
    int ops = network.ops().size();
    for (int op = 0; op < ops; op++) {
      partition.put(
          network.ops().get(op).id(), inOrder ? op * stages / ops : random.nextInt(stages));
    }
    var schedule = List.of("forward", "gpipe", "1f1b", "longest-path").get(random.nextInt(4));
    var collective = AllReduces.names().get(random.nextInt(AllReduces.names().size()));
    var plan =
        Plan.of(meshes, partition, 1 << random.nextInt(3))
            .withSchedule(schedule)
            .withCollective(collective);
    int zero = random.nextInt(4);
    return replicas == 1 || zero > 0 && !collective.equals(AllReduces.RING)
        ? plan
        : plan.with(new Replication(1 + random.nextInt(1000), zero, 0));
  }

  private static TrainingResult train(Network network, Plan plan) {
    var optimizer = Optimizers.of("momentum", 0.05);
    var step = new Lowering().lowerStep(network, CLUSTER, plan, optimizer, BATCH, Map.of(), null);
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                1,
                STEPS,
                RandomTrainingTest::feeds,
                TrainingState.initial(step.step()).kept(),
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  private static Map<String, Tensor> feeds(int step) {
    var random = new Random(step);
    return Map.of(
        "x",
        random(random, 1, BATCH, WIDTH),
        "labels",
        Tensor.ofLongs(random.longs(BATCH, 0, WIDTH).toArray(), BATCH),
        TrainingStep.LEARNING_RATE,
        scalar(0.05),
        TrainingStep.STEP,
        scalar(step));
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  @Test
  void everyPlanFollowsTheUnsplitStepOrIsRefused() {
    var random = new Random(11);
    int equal = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var network = network(random);
      var plan = plan(random, network);
      var alone = train(network, Plan.single(CLUSTER.devices().getFirst().id()));
      TrainingResult given;
      try {
        given = train(network, plan);
      } catch (ProblemException refusal) {
        refused++;
        continue;
      }
      for (int step = 0; step < STEPS; step++) {
        assertEquals(alone.losses()[step], given.losses()[step], 1e-4, "round " + round);
      }
      int at = round;
      alone
          .kept()
          .forEach((name, tensor) -> {
            var other = Objects.requireNonNull(given.kept().get(name));
            for (long i = 0; i < tensor.elementCount(); i++) {
              assertEquals(
                  tensor.doubleAt(i),
                  other.doubleAt(i),
                  1e-4 * (1 + Math.abs(tensor.doubleAt(i))),
                  "round " + at + " " + name);
            }
          });
      equal++;
    }
    System.out.println("Random training: " + equal + " equal, " + refused + " refused");
    assertTrue(equal > ROUNDS / 2, equal + " equal, " + refused + " refused");
  }
}
