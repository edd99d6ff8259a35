package dev.partitura.visualizers.dependencies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.timeline.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class DependencesViewTest {
  private static final PlanRunner RUNNER = new LoweringRunner(new LocalExecutor());

  @TempDir Path folder;

  private final FxRobot robot = new FxRobot();
  private Session session = Sessions.empty();
  private @Nullable DependencesBoard shown;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void show(Stage stage) {
    session.appearance().motionProperty().set(false);
    var made = new DependencesBoard(session, RUNNER);
    shown = made;
    var scene = new Scene(made, 1100, 420);
    session.appearance().dress(scene);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  private DependencesBoard view() {
    return Objects.requireNonNull(shown);
  }

  @AfterEach
  void close() throws Exception {
    robot.interact(session.background()::close);
    FxToolkit.cleanupStages();
  }

  private void run() throws Exception {
    robot.interact(() -> session.show(Sessions.pipelineRun(session)));
    settle();
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> view().model().map() != null);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private DependencesCanvas canvas() {
    return (DependencesCanvas) robot.lookup(".dependences-canvas").query();
  }

  private void clickTask(int task) {
    var layout = Objects.requireNonNull(view().model().map()).layout();
    var at = view().model().viewport();
    robot.clickOn(
        canvas()
            .localToScreen(
                LevelFrame.GUTTER + at.toScreenX(layout.level(task) + 0.5),
                LevelFrame.HEAD + at.toScreenY(layout.top(task) + 0.5)));
  }

  @Test
  void anEmptyViewOffersToRun() throws Exception {
    assertTrue(robot.lookup(".empty-state").query().isVisible());
    run();
    assertFalse(robot.lookup(".empty-state").query().isVisible());
  }

  @Test
  void aClickSelectsTheTaskEverywhereAndKeysWalk() throws Exception {
    run();
    clickTask(1);
    assertEquals(Set.of(new OpId("relu")), session.selection().ops());
    assertTrue(canvas().getAccessibleText().contains("relu"), canvas().getAccessibleText());
    robot.type(KeyCode.LEFT);
    assertEquals(Set.of(new OpId("conv")), session.selection().ops());
    robot.type(KeyCode.DIGIT3);
    assertEquals(3, view().model().bundlesProperty().get().arrows());
    robot.type(KeyCode.PERIOD, KeyCode.PERIOD);
    assertEquals(1, view().model().levelProperty().get());
    assertTrue(session.playhead().visibleProperty().get());
    robot.type(KeyCode.ESCAPE, KeyCode.ESCAPE);
    assertTrue(session.selection().isEmpty());
    robot.type(KeyCode.SPACE);
    WaitForAsyncUtils.waitFor(
        20, TimeUnit.SECONDS, () -> view().model().levelProperty().get() == 3);
  }

  /// Tab and F6 are those of the window: the canvas takes neither.
  @Test
  void theKeyboardGetsOutOfTheCanvas() throws Exception {
    run();
    clickTask(0);
    assertTrue(canvas().isFocused());
    robot.type(KeyCode.TAB);
    assertFalse(canvas().isFocused());
  }

  @Test
  void reuseOfMemoryIsMeasured() throws Exception {
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    var network = SampleModels.network("lenet");
    robot.interact(() -> {
      session =
          new Session(
              new Project(network, cluster, plan, Diagram.EMPTY),
              new Appearance(Theme.LIGHT, Language.ENGLISH));
    });
    FxToolkit.setupStage(this::show);
    var request = new RunRequest(network, cluster, plan, 4, Map.of(), 1, 2, 1);
    var result = RUNNER.run(request, new Cancellation(), Progress.NONE);
    robot.interact(() ->
        session.show(
            new Run(
                1,
                "single",
                new Run.Setup(cluster, 4, 2),
                new Analyses(
                    result.trace(), Provenance.of(network, result, null, Agreement.UNKNOWN)))));
    settle();
    var measure = robot.lookup("#reuse-measure").queryAs(Button.class);
    robot.interact(measure::fire);
    assertEquals("Cancel", measure.getText());
    var said = robot.lookup("#reuse-result").queryAs(Label.class);
    WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, () -> said.getText().contains("more memory"));
    assertEquals("Measure without reuse", measure.getText());
    assertTrue(said.getText().contains("With reuse"), said.getText());
  }

  @Test
  void theMenuWritesBothForms() throws Exception {
    run();
    var export = new DependenceExport(session, session.texts(DependencesView.class));
    export.setAsk(ending -> folder.resolve("edges." + ending));
    robot.interact(export::addCommands);
    robot.interact(() -> session.commands().fire("dependences.csv"));
    robot.interact(() -> session.commands().fire("dependences.graphml"));
    WaitForAsyncUtils.waitFor(
        20,
        TimeUnit.SECONDS,
        () ->
            Files.exists(folder.resolve("edges.csv"))
                && Files.exists(folder.resolve("edges.graphml")));
    assertEquals(7, Files.readAllLines(folder.resolve("edges.csv")).size());
  }
}
