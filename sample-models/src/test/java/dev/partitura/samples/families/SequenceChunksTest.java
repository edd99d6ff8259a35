package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Decoders whose micro-batches are done in pieces of their sequence compute and learn what they do
/// whole.
class SequenceChunksTest {
  private static final int BATCH = 8;
  private static final int LENGTH = 8;
  private static final int WORDS = 20;
  private static final int STEPS = 3;

  private static final String SIZES =
      "hidden=16,layers=3,heads=2,seq=" + LENGTH + ",vocab=" + WORDS;

  private static final List<String> DECODERS =
      List.of(
          "gpt:" + SIZES,
          "gpt:" + SIZES + ",tied=0",
          "gpt:" + SIZES + ",fused=1",
          "llama:" + SIZES + ",kv-heads=1",
          "llama:" + SIZES + ",fused=1");

  private static final List<String> PLANS =
      List.of(
          "pipeline=2,micro-batches=4,schedule=seq1f1b,sequence-chunks=2",
          "pipeline=2,micro-batches=4,schedule=seq1f1b,sequence-chunks=4",
          "pipeline=4,micro-batches=2,schedule=seq1f1b,sequence-chunks=8",
          "pipeline=2,micro-batches=1,schedule=seq1f1b",
          "pipeline=2,data=2,micro-batches=2,schedule=seq1f1b",
          "pipeline=2,micro-batches=4,schedule=seq1f1b,recompute=full",
          "pipeline=2,data=2,micro-batches=2,schedule=seq1f1b,zero=2",
          "pipeline=2,micro-batches=2,schedule=0F0.0 0F0.1 0F1.0 0F1.1 0B0.1 0B0.0 0B1.1 0B1.0;"
              + " 1F0.0 1F0.1 1F1.0 1F1.1 1B0.1 1B0.0 1B1.1 1B1.0");

  private static Stream<Arguments> plans() {
    return DECODERS.stream()
        .flatMap(words -> PLANS.stream().map(plan -> Arguments.of(words, plan)));
  }

  private static Tensor words(Random random) {
    return Tensor.ofLongs(random.longs((long) BATCH * LENGTH, 0, WORDS).toArray(), BATCH, LENGTH);
  }

  private static Tensor scalar(double value) {
    var tensor = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    tensor.setDouble(0, value);
    return tensor;
  }

  private static TrainingResult train(Network network, String preset) {
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), OpenAxes.types(network, 1), cluster);
    var optimizer = Optimizers.of("sgd", 0.1);
    var step = new Lowering().lowerStep(network, cluster, plan, optimizer, BATCH, Map.of(), null);
    var kept = new HashMap<String, Tensor>();
    for (var value : step.step().kept()) {
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
                at -> {
                  var random = new Random(at);
                  return Map.of(
                      "words",
                      words(random),
                      "labels",
                      words(random),
                      TrainingStep.LEARNING_RATE,
                      scalar(0.1),
                      TrainingStep.STEP,
                      scalar(at));
                },
                kept,
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aStepInPiecesIsTheUnsplitStep(String words, String plan) {
    var network = Families.network(words).orElseThrow();
    var whole = train(network, "single");
    var pieces = train(network, plan);
    for (int step = 0; step < STEPS; step++) {
      assertEquals(whole.losses()[step], pieces.losses()[step], 2e-5, "loss of step " + step);
    }
    assertEquals(whole.kept().keySet(), pieces.kept().keySet());
    whole
        .kept()
        .forEach((name, tensor) -> {
          var other = Objects.requireNonNull(pieces.kept().get(name));
          for (long i = 0; i < tensor.elementCount(); i++) {
            assertEquals(tensor.doubleAt(i), other.doubleAt(i), 2e-5, name);
          }
        });
  }

  private static RunResult run(Network network, String preset) {
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), OpenAxes.types(network, 1), cluster);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, BATCH, Map.of(), 11, 1, 0),
            new Cancellation(),
            Progress.NONE);
  }

  private static Stream<Arguments> forward() {
    // An order that names backward actions is of no forward run.
    return plans().filter(arguments -> !arguments.get()[1].toString().contains("B"));
  }

  @ParameterizedTest
  @MethodSource("forward")
  void outputsOfPiecesAreThoseOfTheWhole(String words, String plan) {
    var network = Families.network(words).orElseThrow();
    var agreement = OutputComparison.of(run(network, plan), run(network, "single"), network);
    assertTrue(
        agreement instanceof Agreement.Identical || agreement instanceof Agreement.WithinRounding,
        words + " " + plan + agreement);
  }

  @ParameterizedTest
  @CsvSource({
    "bert:hidden=16;layers=2;heads=2;seq=8;vocab=20, 2, plan.sequence.mixes",
    "gpt:hidden=16;layers=2;heads=2;seq=8;vocab=20, 3, plan.sequence.divide",
    "vit:image=32;patch=8;hidden=64;layers=2;heads=4;classes=10, 3, plan.sequence.mixes",
  })
  void whatHasNoPiecesIsRefused(String words, int pieces, String code) {
    var network = Families.network(words.replace(';', ',')).orElseThrow();
    var plan = "pipeline=2,micro-batches=2,schedule=seq1f1b,sequence-chunks=" + pieces;
    var refused = assertThrows(ProblemException.class, () -> run(network, plan));
    assertEquals(code, refused.problems().getFirst().code());
  }

  @Test
  void trainingSplitsNoTensorsBeside() {
    var network = Families.network(DECODERS.getFirst()).orElseThrow();
    var plan = "pipeline=2,tensor=2,micro-batches=2,schedule=seq1f1b";
    var refused = assertThrows(ProblemException.class, () -> train(network, plan));
    assertEquals("plan.sequence.tensor", refused.problems().getFirst().code());
  }
}
