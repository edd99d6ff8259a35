package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.simulate.Predictor;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Foresight;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class PredictedTimelineTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));

  private static Project project() {
    var b = new NetworkBuilder("products");
    var x = b.input("x", Shape.of(-1, 64).withSymbol(0, "batch"));
    for (int i = 0; i < 4; i++) {
      x = b.op("MatMul", x, b.initializer("w" + i, Tensor.ofFloats(new float[4096], 64, 64)));
    }
    b.output(x);
    Network network = b.build();
    var cluster = Clusters.workers(2);
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), OpenAxes.types(network, 1), cluster);
    return new Project(network, cluster, plan, Diagram.EMPTY);
  }

  @BeforeEach
  void toolkit() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  private Run measured() {
    var project = session.project();
    var request =
        new RunRequest(project.network(), project.cluster(), project.plan(), 8, Map.of(), 1, 2, 1);
    var result =
        new LoweringRunner(new LocalExecutor()).run(request, new Cancellation(), Progress.NONE);
    return new Run(
        1,
        "pipeline",
        new Run.Setup(project.cluster(), 8, 2),
        new Analyses(
            result.trace(), Provenance.of(project.network(), result, null, Agreement.UNKNOWN)));
  }

  private Run predicted() {
    var project = session.project();
    var found =
        new Predictor(new SimulatedExecutor())
            .predict(
                new Predictor.Question(
                    project.network(), project.cluster(), project.plan(), 8, null));
    return new Run(
        0,
        "pipeline",
        new Run.Setup(project.cluster(), 8, 1),
        new Analyses(
            found.of().result().trace(),
            Provenance.of(project.network(), found.of(), found.unsplit())));
  }

  private void foresee() throws Exception {
    var predicted = predicted();
    robot.interact(
        () -> session.results().foresightProperty().set(new Foresight(predicted, List.of())));
    settle();
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private TimelineModel timeline() throws Exception {
    return WaitForAsyncUtils.asyncFx(() -> new TimelineView(session, List.of()).model()).get();
  }

  private Score score(TimelineModel model) {
    return Objects.requireNonNull(model.score());
  }

  @Test
  void thePredictionStandsUntilSomethingIsMeasuredAndThenUnderIt() throws Exception {
    robot.interact(() -> session.batchProperty().set(8));
    var model = timeline();
    assertNull(model.score());
    foresee();
    assertEquals("predicted", score(model).trace().origin().word());
    assertTrue(
        PredictionWords.of(model, session, Texts.of(TimelineView.class, Language.ENGLISH))
            .startsWith("Predicted, not measured: "));
    var run = measured();
    robot.interact(() -> session.show(run));
    settle();
    var both = score(model);
    assertEquals("measured", both.trace().origin().word());
    assertNotNull(both.beside());
    var lanes = both.rows().stream().filter(row -> row.predicted() >= 0).toList();
    assertEquals(2, lanes.size(), "one under each device");
    // A click on what was predicted selects what was measured of the same task.
    var beside = Objects.requireNonNull(both.beside());
    int twin = beside.score().trace().firstSpan(lanes.getFirst().predicted());
    robot.interact(() -> model.picking().select(beside.measuredOf()[twin]));
    assertEquals(beside.score().trace().task(twin), both.trace().task(session.selection().span()));
    var card = SpanCard.of(both, model.selected(), Texts.of(TimelineView.class, Language.ENGLISH));
    assertTrue(card.facts().stream().anyMatch(fact -> fact.name().equals("prediction off by")));
  }

  @Test
  void anEditPutsThePredictionInPlaceOfTheOlderRun() throws Exception {
    robot.interact(() -> session.batchProperty().set(8));
    var model = timeline();
    var run = measured();
    robot.interact(() -> session.show(run));
    settle();
    assertNull(score(model).beside());
    robot.interact(
        () -> session.apply(Edit.of("fewer", now -> now.withPlan(now.plan().withMicroBatches(2)))));
    foresee();
    assertEquals("predicted", score(model).trace().origin().word());
    assertTrue(!model.isOfShownRun(), "its spans are no spans of the run in other views");
    robot.interact(() -> model.picking().select(0));
    assertEquals(0, model.selected());
    assertEquals(-1, session.selection().span());
    assertTrue(!session.selection().ops().isEmpty());
    robot.interact(() -> session.results().choose(run));
    settle();
    assertEquals("measured", score(model).trace().origin().word());
  }
}
