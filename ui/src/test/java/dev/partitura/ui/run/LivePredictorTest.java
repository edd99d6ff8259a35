package dev.partitura.ui.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.Origin;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class LivePredictorTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));

  private static Project project() {
    var cluster = Clusters.workers(2);
    var single = Plan.single(cluster.devices().getFirst().id());
    return new Project(products(), cluster, single, Diagram.EMPTY);
  }

  private static Network products() {
    var b = new NetworkBuilder("products");
    var x = b.input("x", Shape.of(-1, 256).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      x = b.op("MatMul", x, b.initializer("w" + i, Tensor.ofFloats(new float[65536], 256, 256)));
    }
    b.output(x);
    return b.build();
  }

  @BeforeEach
  void toolkit() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private LivePredictor predictor() throws Exception {
    var made =
        WaitForAsyncUtils.asyncFx(() -> new LivePredictor(session, new CataloguePricing())).get();
    settle();
    return made;
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private Run predicted() {
    return Objects.requireNonNull(session.results().foresightProperty().get().run());
  }

  private void microBatches(int count) {
    session.apply(Edit.of("slices", now -> now.withPlan(now.plan().withMicroBatches(count))));
  }

  @Test
  void everyEditMovesThePrediction() throws Exception {
    predictor();
    robot.interact(() -> session.batchProperty().set(16));
    settle();
    assertEquals(Origin.PREDICTED, predicted().trace().origin());
    long whole = predicted().trace().durationNanos();
    robot.interact(() -> microBatches(16));
    settle();
    assertEquals(16, Objects.requireNonNull(predicted().provenance().plan()).microBatches());
    assertTrue(predicted().trace().durationNanos() > whole, "smaller products reach less");
    robot.interact(() -> session.history().undo());
    settle();
    assertEquals(whole, predicted().trace().durationNanos());
    assertEquals(1, predicted().find(SpeedUp.ANALYSIS).orElseThrow().factor());
  }

  @Test
  void ofManyEditsAtOnceTheLatestIsPredictedInTheEnd() throws Exception {
    predictor();
    var seen = new ArrayList<Integer>();
    robot.interact(() ->
        session
            .results()
            .foresightProperty()
            .addListener((_, _, now) -> {
              var run = Objects.requireNonNull(now.run());
              seen.add(Objects.requireNonNull(run.provenance().plan()).microBatches());
            }));
    robot.interact(() -> {
      var gesture = session.history().begin("drag");
      for (int count = 2; count <= 64; count++) {
        int slices = count;
        gesture.replace(
            Edit.of("slices", now -> now.withPlan(now.plan().withMicroBatches(slices))));
      }
    });
    settle();
    assertEquals(64, seen.getLast());
    assertTrue(seen.size() < 63, "those that are overtaken are left out: " + seen);
  }

  @Test
  void whatCannotBeLaidOutSaysWhyAndWhatWasPredictedGoes() throws Exception {
    var predictor = predictor();
    assertTrue(predictor.ableProperty().get());
    robot.interact(() -> {
      microBatches(2);
      session.batchProperty().set(3);
    });
    settle();
    var foresight = session.results().foresightProperty().get();
    assertNull(foresight.run());
    assertFalse(foresight.refusals().isEmpty());
    assertFalse(predictor.ableProperty().get());
    assertTrue(session.notices().shown().isEmpty(), "an edit on the way to another is no fault");
  }

  @Test
  void aPredictionThatIsKeptIsARunInThought() throws Exception {
    var predictor = predictor();
    robot.interact(predictor::keep);
    var run = Objects.requireNonNull(session.currentRun());
    assertEquals(1, run.number());
    assertTrue(run.isPredicted());
    assertSame(session.project().plan(), Objects.requireNonNull(run.provenance().plan()));
    assertNotNull(run.provenance().forecast());
    assertNull(session.results().predictionInPlace(), "it is shown itself");
    assertNull(session.results().predictionBeside(), "nothing was measured");
    robot.interact(() -> microBatches(2));
    settle();
    assertSame(predicted(), session.results().predictionInPlace());
    robot.interact(() -> session.results().choose(run));
    assertNull(session.results().predictionInPlace(), "a run that is chosen is shown");
  }

  @Test
  void nothingIsPredictedWhileSomethingIsMeasured() throws Exception {
    var predictor = predictor();
    var measuring = new SimpleBooleanProperty(true);
    robot.interact(() -> predictor.holdWhile(measuring));
    var before = predicted();
    robot.interact(() -> microBatches(2));
    settle();
    assertSame(before, predicted());
    robot.interact(() -> measuring.set(false));
    settle();
    assertEquals(2, Objects.requireNonNull(predicted().provenance().plan()).microBatches());
  }

  @Test
  void whatIsOpenedAgainIsPredictedAgain() throws Exception {
    predictor();
    var project = session.project();
    robot.interact(() -> session.open(project, null, true));
    settle();
    assertEquals(project.plan(), predicted().provenance().plan());
  }

  @Test
  void aTrainingStepIsPredictedWhereThatIsWanted() throws Exception {
    predictor();
    long inference = predicted().trace().durationNanos();
    robot.interact(() -> session.results().stepForeseenProperty().set(true));
    settle();
    assertTrue(predicted().trace().durationNanos() > inference);
  }
}
