package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.SteeredTraining;
import dev.partitura.engine.execute.SteeredTraining.Earlier;
import dev.partitura.engine.execute.SteeredTraining.Outcome;
import dev.partitura.engine.execute.SteeredTraining.What;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingControl.Setting;
import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.engine.execute.TrainingHistory.Score;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.TrainingWatch;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A training under a hand: what is set holds from the next step, a pause holds, a stop keeps what
/// is done.
@Timeout(120)
class SteeredTrainingTest {
  private static final int STEPS = 60;
  private static final Cluster CLUSTER = Clusters.workers(2);

  private final LocalExecutor executor = new LocalExecutor();

  private static TrainingSettings settings(int steps) {
    return new TrainingSettings("xor", "adam", 0.01, 16, steps, 1);
  }

  private static Network network() {
    var random = new Random(1);
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, 2).withSymbol(0, "batch"));
    x = b.op("Tanh", b.op("MatMul", x, b.initializer("w1", random(random, 2, 12))));
    x = b.op("Tanh", b.op("MatMul", x, b.initializer("w2", random(random, 12, 12))));
    b.output(b.op("MatMul", x, b.initializer("w3", random(random, 12, 2))));
    return b.build();
  }

  private static Tensor random(Random random, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, 0.4 * random.nextGaussian());
    }
    return tensor;
  }

  private static Plan plan(String text) {
    return Presets.plan(PlanPreset.parse(text), TypeInference.infer(network()), CLUSTER);
  }

  private static TrainingControl control() {
    return new TrainingControl(new Setting(0.01, 16));
  }

  /// Calls back at every step.
  private static final class Watch implements TrainingWatch {
    final List<Integer> steps = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Score> scores = new ArrayList<>();
    private final Consumer<Integer> at;

    Watch(Consumer<Integer> at) {
      this.at = at;
    }

    @Override
    public void step(int number, double loss, long nanos) {
      steps.add(number);
      at.accept(number);
    }

    @Override
    public void changed(Change change) {
      changes.add(change);
    }

    @Override
    public void scored(Score score) {
      scores.add(score);
    }
  }

  private @Nullable Outcome train(
      String plan,
      int steps,
      TrainingControl control,
      TrainingWatch watch,
      @Nullable Earlier before,
      Cancellation cancellation) {
    return new SteeredTraining(
            new What(network(), CLUSTER, plan(plan), settings(steps)),
            new LoweringRunner(executor),
            executor,
            control,
            watch)
        .run(before, cancellation, Progress.NONE);
  }

  private Outcome train(String plan, int steps, TrainingControl control, TrainingWatch watch) {
    return Objects.requireNonNull(train(plan, steps, control, watch, null, new Cancellation()));
  }

  @Test
  void itTellsOfEveryStepAndOfTheTestSamples() {
    var watch = new Watch(_ -> {});
    var outcome = train("single", STEPS, control(), watch);
    assertEquals(STEPS, outcome.state().steps());
    assertEquals(STEPS, watch.steps.size());
    assertEquals(STEPS, outcome.stepNanos().length);
    assertArrayEquals(outcome.state().losses(), outcome.history().losses());
    assertEquals(List.of(new Change(1, 0.01, 16)), outcome.history().changes());
    assertEquals(STEPS, watch.scores.getLast().step());
    assertEquals(Agreement.IDENTICAL, outcome.firstStep());
    assertFalse(outcome.history().stopped());
  }

  @Test
  void aLearningRateHoldsFromTheNextStep() {
    var steady = train("single", STEPS, control(), new Watch(_ -> {}));
    var control = control();
    var watch =
        new Watch(step -> {
          if (step == 20) {
            control.setLearningRate(0.1);
          }
        });
    var outcome = train("single", STEPS, control, watch);
    assertEquals(
        List.of(new Change(1, 0.01, 16), new Change(21, 0.1, 16)), outcome.history().changes());
    var before = steady.history().losses();
    var changed = outcome.history().losses();
    for (int step = 0; step < 21; step++) {
      assertEquals(before[step], changed[step]);
    }
    assertTrue(before[21] != changed[21]);
  }

  @Test
  void aBatchHoldsFromTheNextStep() {
    var control = control();
    var outcome =
        train(
            "data=2",
            STEPS,
            control,
            new Watch(step -> {
              if (step == 10) {
                control.setBatch(64);
              }
            }));
    assertEquals(
        List.of(new Change(1, 0.01, 16), new Change(11, 0.01, 64)), outcome.history().changes());
    assertEquals(STEPS, outcome.state().steps());
    assertEquals(64, outcome.conditions().batch());
  }

  @Test
  void whatStepsMoveAddsUp() {
    var summed = train("data=2", 12, control(), new Watch(_ -> {}));
    var moved = summed.history().communicatedBytes();
    long step = summed.history().traffic().getFirst().meanBytes();
    assertTrue(step > 0);
    for (int i = 0; i < 12; i++) {
      assertEquals((i + 1) * step, moved[i]);
    }

    var averaged = train("data=2,average-every=4", 12, control(), new Watch(_ -> {}));
    var traffic = averaged.history().traffic().getFirst();
    var seldom = averaged.history().communicatedBytes();
    for (int i = 0; i < 12; i++) {
      assertEquals((i + 1) / 4 * traffic.averagingBytes(), seldom[i] - (i + 1) * traffic.bytes());
    }
    assertEquals(12 * traffic.meanBytes(), seldom[11]);
    var graph = averaged.result().graph();
    long joint = 0;
    for (int task = 0; task < graph.taskCount(); task++) {
      joint += graph.bytes(task);
    }
    assertEquals(joint, traffic.jointBytes());

    // Going on counts on.
    var rest =
        train(
            "data=2,average-every=4",
            16,
            control(),
            new Watch(_ -> {}),
            new Earlier(averaged.state(), averaged.history()),
            new Cancellation());
    var all = Objects.requireNonNull(rest).history().communicatedBytes();
    assertArrayEquals(seldom, java.util.Arrays.copyOf(all, 12));
    assertEquals(seldom[11] + 4 * traffic.meanBytes(), all[15]);
    assertEquals(
        0, train("single", 2, control(), new Watch(_ -> {})).history().communicatedBytes()[1]);
  }

  @Test
  void aPauseHoldsAndWhatFollowsIsAsIfThereWasNone() throws Exception {
    var steady =
        train("pipeline=2,micro-batches=4,schedule=1f1b", STEPS, control(), new Watch(_ -> {}));
    var control = control();
    var reached = new CompletableFuture<Integer>();
    var watch =
        new Watch(step -> {
          if (step == 30) {
            control.pause();
            reached.complete(step);
          }
        });
    var training =
        CompletableFuture.supplyAsync(
            () -> train("pipeline=2,micro-batches=4,schedule=1f1b", STEPS, control, watch));
    reached.get(60, TimeUnit.SECONDS);
    Thread.sleep(200);
    assertEquals(30, watch.steps.size());
    assertFalse(training.isDone());
    control.goOn();
    assertArrayEquals(
        steady.history().losses(), training.get(60, TimeUnit.SECONDS).history().losses());
  }

  @Test
  void aStopKeepsWhatIsDoneAndCanBeGoneOnFrom() {
    var steady = train("single", STEPS, control(), new Watch(_ -> {}));
    var control = control();
    var stopped =
        train(
            "single",
            STEPS,
            control,
            new Watch(step -> {
              if (step == 25) {
                control.stop();
              }
            }));
    assertEquals(25, stopped.state().steps());
    assertTrue(stopped.history().stopped());
    var rest =
        train(
            "single",
            STEPS,
            control(),
            new Watch(_ -> {}),
            new Earlier(stopped.state(), stopped.history()),
            new Cancellation());
    assertArrayEquals(steady.history().losses(), Objects.requireNonNull(rest).history().losses());
  }

  @Test
  void aCancelledTrainingEndsInAPause() throws Exception {
    var control = control();
    control.pause();
    var cancellation = new Cancellation();
    var training =
        CompletableFuture.supplyAsync(
            () -> train("single", STEPS, control, new Watch(_ -> {}), null, cancellation) == null);
    cancellation.cancel();
    assertTrue(
        training.handle((none, failure) -> failure != null || none).get(60, TimeUnit.SECONDS));
  }

  @Test
  void aLossThatIsNoNumberEndsItAtTheLastStepThatHadOne() {
    var control = control();
    var outcome =
        train(
            "single",
            STEPS,
            control,
            new Watch(step -> {
              if (step == 10) {
                control.setLearningRate(1e38);
              }
            }));
    var problem = Objects.requireNonNull(outcome.diverged());
    assertTrue(problem.code().startsWith("training.diverged"), problem::sentence);
    assertEquals(outcome.state().steps(), outcome.history().losses().length);
    assertTrue(outcome.state().steps() >= 10);
    for (double loss : outcome.history().losses()) {
      assertTrue(Double.isFinite(loss));
    }
  }

  @Test
  void theFirstStepOfAPlanIsTheUnsplitOne() {
    for (var text :
        List.of("data=2", "pipeline=2,micro-batches=4,schedule=gpipe", "data=2,micro-batches=2")) {
      var outcome = train(text, 1, control(), new Watch(_ -> {}));
      var close = assertInstanceOf(Agreement.WithinRounding.class, outcome.firstStep(), text);
      assertTrue(close.difference() < 1e-6, close::sentence);
    }
    assertNull(train("single", 1, control(), new Watch(_ -> {})).diverged());
  }

  @Test
  void everythingIsToldOfItsLastStep() {
    var outcome =
        train("pipeline=2,micro-batches=4,schedule=1f1b", 3, control(), new Watch(_ -> {}));
    var network = network();
    var run = new Analyses(outcome.result().trace(), Provenance.of(network, outcome));
    Analyses.CATALOGUE.forEach(run::find);
    var phases = run.get(PhaseTimes.ANALYSIS).nanos();
    assertTrue(phases.get(Phase.F) > 0 && phases.get(Phase.B) > 0 && phases.get(Phase.U) > 0);
    var json = Report.json(run);
    assertTrue(json.contains("lossPerStep") && json.contains("phases"), json);
    var trace = run.trace();
    var ops = network.ops().stream().map(op -> op.id()).toList();
    for (var label : trace.labels()) {
      assertTrue(ops.containsAll(label.ops()), () -> label.name() + label.ops());
    }
  }
}
