package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recurrent layers learn what lies at the beginning of a sequence, whatever the plan.
class RecurrentTrainingTest {
  private static final int BATCH = 32;
  private static final int STEPS = 6;
  private static final int CLASSES = 3;
  private static final int HIDDEN = 8;

  private static Network network(String type, int gates) {
    var random = new Random(3);
    var b = new NetworkBuilder(type);
    var x = b.input("x", Shape.of(-1, STEPS, CLASSES).withSymbol(0, "batch"));
    var layer =
        b.op(
            "layer",
            type,
            2,
            new Attributes(
                Map.of(
                    "layout", new Attribute.IntValue(1),
                    "direction", new Attribute.StringValue("bidirectional"))),
            x,
            b.initializer("w", drawn(random, 2, gates * HIDDEN, CLASSES)),
            b.initializer("r", drawn(random, 2, gates * HIDDEN, HIDDEN)),
            b.initializer("b", drawn(random, 2, 2 * gates * HIDDEN)));
    var flat = b.op("Flatten", layer.getLast());
    b.output(b.op("Gemm", flat, b.initializer("last", drawn(random, 2 * HIDDEN, CLASSES))));
    return b.build();
  }

  private static Tensor drawn(Random random, long... sizes) {
    var values = new float[Math.toIntExact(Shape.of(sizes).elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.4 * random.nextGaussian());
    }
    return Tensor.ofFloats(values, sizes);
  }

  /// Noise, and at the first step the class.
  private static Map<String, Tensor> feeds(TrainingStep step, int number) {
    var random = new Random(number);
    var x = drawn(random, BATCH, STEPS, CLASSES);
    var labels = new long[BATCH];
    for (int n = 0; n < BATCH; n++) {
      labels[n] = random.nextInt(CLASSES);
      long place = (long) n * STEPS * CLASSES + labels[n];
      x.setDouble(place, x.doubleAt(place) + 2);
    }
    var feeds = new HashMap<String, Tensor>();
    feeds.put("x", x);
    feeds.put(step.loss().labels(), Tensor.ofLongs(labels, BATCH));
    feeds.put(TrainingStep.LEARNING_RATE, Tensor.ofFloats(new float[] {0.02f}));
    feeds.put(TrainingStep.STEP, Tensor.ofFloats(new float[] {number + 1}));
    return feeds;
  }

  private static double[] losses(Network network, String words) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), cluster);
    var step =
        new Lowering()
            .lowerStep(
                network,
                cluster,
                plan,
                Optimizers.of("adam", null),
                BATCH,
                Map.of(),
                new CpuBackend());
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                1,
                60,
                number -> feeds(step.step(), number),
                TrainingState.initial(step.step()).kept(),
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE)
        .losses();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "RNN"})
  void theFirstStepIsRemembered(String type) {
    var network = network(type, type.equals("LSTM") ? 4 : type.equals("GRU") ? 3 : 1);
    var whole = losses(network, "single");
    assertTrue(whole[0] > 0.8, "first " + whole[0]);
    assertTrue(whole[59] < 0.5 * whole[0], "last " + whole[59]);
    for (var words :
        List.of("single,micro-batches=4", "data=2", "pipeline=2,micro-batches=4,schedule=zb-h1")) {
      var split = losses(network, words);
      for (int i = 0; i < whole.length; i++) {
        assertEquals(whole[i], split[i], 1e-3, words + " step " + i);
      }
    }
  }
}
