package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredStep;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done again on the way back changes no number, and frees memory.
class RecomputationTest {
  private static final int BATCH = 8;
  private static final int MANY = 2048;
  private static final int STEPS = 4;
  private static final int WIDTH = 16;

  private static Tensor random(Random random, double scale, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, scale * random.nextGaussian());
    }
    return tensor;
  }

  /// Layers whose way back reads what their activations made, one after another.
  private static Network deep(int layers) {
    var random = new Random(4);
    var b = new NetworkBuilder("deep");
    var x = b.input("x", Shape.of(-1, WIDTH).withSymbol(0, "batch"));
    for (int layer = 0; layer < layers; layer++) {
      var w = b.initializer("w" + layer, random(random, 0.3, WIDTH, WIDTH));
      x = b.op("Tanh", b.op("Softplus", b.op("MatMul", x, w)));
    }
    b.output(x);
    return b.build();
  }

  private static LoweredStep lower(Network network, String plan) {
    return lower(network, plan, BATCH);
  }

  private static LoweredStep lower(Network network, String plan, int batch) {
    var cluster = Clusters.workers(4);
    return new Lowering()
        .lowerStep(
            network,
            cluster,
            Presets.plan(PlanPreset.parse(plan), TypeInference.infer(network), cluster),
            Optimizers.of("momentum", 0.1),
            batch,
            Map.of(),
            null);
  }

  private static TrainingResult train(LoweredStep step) {
    var kept = new HashMap<String, Tensor>();
    step.step()
        .kept()
        .forEach(value -> {
          if (value.initial() != null) {
            kept.put(value.value(), value.initial().tensor());
          }
        });
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(), 1, STEPS, RecomputationTest::feeds, kept, Workload.StepListener.NONE),
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
        scalar(0.1),
        TrainingStep.STEP,
        scalar(step));
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static long heldBytes(Lowered lowered) {
    long bytes = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      bytes += lowered.valueBytes(device);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single,micro-batches=2",
        "pipeline=2,micro-batches=4,schedule=gpipe",
        "pipeline=3,micro-batches=4,schedule=1f1b",
        "pipeline=2,data=2,micro-batches=2,schedule=1f1b",
        "pipeline=2,micro-batches=4,chunks=2,schedule=interleaved-1f1b",
        "pipeline=2,micro-batches=4,chunks=2,schedule=breadth-first",
        "pipeline=2,micro-batches=4,schedule=zb-h1",
        "pipeline=2,micro-batches=4,schedule=zb-h2",
        "pipeline=2,micro-batches=4,schedule=zb-v",
        "pipeline=2,micro-batches=4,schedule=v-half",
        "pipeline=2,micro-batches=4,schedule=v-min",
        "pipeline=2,micro-batches=4,schedule=zb-auto",
        "pipeline=2,micro-batches=4,schedule=dualpipe",
        "pipeline=2,micro-batches=4,schedule=dualpipe-v",
        "pipeline=2,micro-batches=4,schedule=longest-path",
        "tensor=2",
        "data=2"
      })
  void whatIsDoneAgainGivesTheSameNumbers(String plan) {
    var network = deep(6);
    var kept = train(lower(network, plan));
    // Among shards other sums may be split than before.
    double tolerance = plan.startsWith("tensor") ? 1e-6 : 0;
    for (var how : new String[] {"selective", "full"}) {
      var step = lower(network, plan + ",recompute=" + how);
      assertTrue(
          step.step().network().ops().stream().anyMatch(op -> op.name().endsWith("/again")), how);
      var again = train(step);
      for (int at = 0; at < STEPS; at++) {
        assertEquals(kept.losses()[at], again.losses()[at], tolerance, how + ", step " + at);
      }
      kept.kept()
          .forEach((name, tensor) -> {
            var other = Objects.requireNonNull(again.kept().get(name));
            for (long i = 0; i < tensor.elementCount(); i++) {
              assertEquals(tensor.doubleAt(i), other.doubleAt(i), tolerance, name);
            }
          });
    }
  }

  /// With eight micro-batches of many samples under way at once, each holds what its stage was
  /// given in place of what every layer made.
  @Test
  void lessIsHeldTheMoreIsDoneAgain() {
    var network = deep(12);
    var plan = "pipeline=2,micro-batches=8,schedule=gpipe";
    long all = heldBytes(lower(network, plan, MANY).lowered());
    long some = heldBytes(lower(network, plan + ",recompute=selective", MANY).lowered());
    long least = heldBytes(lower(network, plan + ",recompute=full", MANY).lowered());
    assertTrue(some < 0.75 * all, some + " of " + all);
    assertTrue(least < 0.6 * some, least + " of " + some);
  }

  /// Where the plan names no schedule, what is forward goes back as soon as it may.
  @Test
  void noScheduleHoldsNoMoreThanItMust() {
    var network = deep(12);
    for (var plan : List.of("single,micro-batches=8", "pipeline=2,micro-batches=8")) {
      long all = heldBytes(lower(network, plan + ",schedule=gpipe", MANY).lowered());
      long unnamed = heldBytes(lower(network, plan, MANY).lowered());
      long alternating = heldBytes(lower(network, plan + ",schedule=1f1b", MANY).lowered());
      assertEquals(alternating, unnamed, plan);
      assertTrue(unnamed < 0.6 * all, plan + ": " + unnamed + " of " + all);
    }
  }

  /// With one micro-batch at a time all is under way at the turn: only what is done again block by
  /// block, each right before its way back, takes less there.
  @Test
  void oneBlockAtATimeIsThere() {
    var network = deep(36);
    long all = heldBytes(lower(network, "single,micro-batches=1", MANY).lowered());
    long least = heldBytes(lower(network, "single,micro-batches=1,recompute=full", MANY).lowered());
    assertTrue(least < 0.4 * all, least + " of " + all);
  }

  /// Scores of attention are products that make much for what they cost.
  @Test
  void whatQueriesAndKeysMakeIsCheapToDoAgain() {
    var network = attention(24, 64);
    var step = lower(network, "single,micro-batches=1,recompute=selective", 2);
    var again =
        step.step().network().ops().stream()
            .map(op -> op.name())
            .filter(name -> name.endsWith("/again"))
            .toList();
    assertTrue(again.contains("scores/again"), again.toString());
    assertTrue(again.stream().noneMatch(name -> name.startsWith("query")), again.toString());
  }

  private static Network attention(int places, int width) {
    var random = new Random(5);
    var b = new NetworkBuilder("attention");
    var x = b.input("x", Shape.of(-1, places, width).withSymbol(0, "batch"));
    var query = b.op("MatMul", x, b.initializer("q", random(random, 0.3, width, width)));
    var key = b.op("MatMul", x, b.initializer("k", random(random, 0.3, width, width)));
    var turned = b.op("Transpose", new Attributes(Map.of("perm", Attribute.Ints.of(0, 2, 1))), key);
    var scores = b.op("scores", "MatMul", 1, Attributes.NONE, query, turned).getFirst();
    var shares =
        b.op("Softmax", new Attributes(Map.of("axis", new Attribute.IntValue(-1))), scores);
    var mixed = b.op("MatMul", shares, x);
    b.output(
        b.op(
            "MatMul",
            b.op("Flatten", mixed),
            b.initializer("w", random(random, 0.3, (long) places * width, 3))));
    return b.build();
  }

  /// Full recomputation does every op of the way forward once more that the way back reads from.
  @Test
  void whatIsDoneAgainIsDoneOnTheWayBack() {
    var step = lower(deep(4), "pipeline=2,micro-batches=4,schedule=1f1b,recompute=full");
    int again = 0;
    for (var each : step.lowered().program().steps()) {
      if (each.name().contains("/again")) {
        again++;
        assertEquals(Phase.B, each.phase(), each.name());
      }
    }
    assertTrue(again > 0);
  }
}
