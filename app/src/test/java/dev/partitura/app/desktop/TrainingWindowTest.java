package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Accuracy;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Preferences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Training by mouse and keys: begun, watched, steered, held, saved, and found again after a crash.
@Tag("fx")
class TrainingWindowTest {
  private static final int PATIENCE_SECONDS = 120;
  private static final int ENDLESS = 1_000_000;

  @TempDir Path folder = Path.of("");

  private final FxRobot robot = new FxRobot();
  private @Nullable DesktopWindow shown;

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    // The first window of a test loads all of the program.
    FxToolkit.toolkitContext().setSetupTimeoutInMillis(1000 * PATIENCE_SECONDS);
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    robot.interact(() ->
        window().documents().open("lenet", "pipeline=2,micro-batches=4,schedule=1f1b", () -> {}));
    settle();
  }

  @AfterEach
  void close() throws Exception {
    robot.interact(session().background()::close);
    FxToolkit.cleanupStages();
  }

  private void show(Stage stage) {
    var local = new LocalExecutor();
    var session = new Session(Loader.empty(""), new Appearance(Theme.DARK, Language.ENGLISH));
    session.appearance().motionProperty().set(false);
    var made =
        new DesktopWindow(
            new Wiring(new LoweringRunner(local), local),
            session,
            new Preferences(null),
            _ -> new Answers(),
            1280,
            800,
            stage::close);
    shown = made;
    stage.setScene(made.scene());
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  /// Saves into the folder of the test, and gives up what is not saved.
  private final class Answers implements FileQuestions {
    @Override
    public Optional<Path> open() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> save(String suggestion) {
      return Optional.of(folder.resolve(suggestion));
    }

    @Override
    public Answer unsaved(String name) {
      return Answer.DISCARD;
    }
  }

  private DesktopWindow window() {
    return Objects.requireNonNull(shown);
  }

  private Session session() {
    return window().session();
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    until(() -> session().background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void until(Callable<Boolean> reached) throws Exception {
    WaitForAsyncUtils.waitFor(
        PATIENCE_SECONDS,
        TimeUnit.SECONDS,
        () -> {
          var is = new boolean[1];
          robot.interact(() -> {
            is[0] = reached.call();
            return null;
          });
          return is[0];
        });
  }

  private LiveTraining live() {
    return Objects.requireNonNull(
        session().results().trainingProperty().get(), () -> session().notices().shown().toString());
  }

  private TrainingHistory start(int steps) throws Exception {
    robot.interact(() -> window().trainer().start(window().trainer().settings().withSteps(steps)));
    until(() -> live().history().steps() > 0);
    return live().history();
  }

  private static TrainingHistory history(@Nullable Run run) {
    return Objects.requireNonNull(Objects.requireNonNull(run).provenance().training());
  }

  private String fact(String id) {
    return robot.lookup(id).<Label>query().getText();
  }

  @Test
  void lenetIsTrainedFromTheButton() throws Exception {
    robot.clickOn("#train");
    var data = robot.lookup("#train-data").<ComboBox<String>>query();
    assertEquals("digits", data.getValue());
    assertEquals("digits", data.getItems().getFirst());
    robot.clickOn("#train-start");
    until(() -> session().results().trainingProperty().get() != null);
    until(() -> live().history().steps() >= 3);
    robot.clickOn("#train");
    settle();
    var run = Objects.requireNonNull(session().currentRun());
    var history = history(run);
    int steps = history.steps();
    assertTrue(steps >= 3);
    assertEquals(steps + " / " + history.settings().steps(), fact("#training-step"));
    assertEquals(steps, history.scores().getLast().step());
    assertTrue(
        run.agreement() instanceof Agreement.WithinRounding, () -> run.agreement().sentence());
    assertTrue(run.get(PhaseTimes.ANALYSIS).isOfTraining());
    assertEquals(history.settings(), session().project().training());
    assertFalse(session().results().standing().isStale());
  }

  @Test
  void aPauseHoldsAndALearningRateActsAfterIt() throws Exception {
    start(ENDLESS);
    robot.interact(() -> session().commands().fire("train.pause"));
    until(() -> live().state() != null && live().state().steps() == live().history().steps());
    int held = live().history().steps();
    assertEquals("Training paused", fact("#state"));
    Thread.sleep(300);
    assertEquals(held, live().history().steps());
    robot.clickOn(robot.lookup("#training-rate .text-field").<TextField>query());
    robot.press(KeyCode.UP).release(KeyCode.UP);
    WaitForAsyncUtils.waitForFxEvents();
    robot.clickOn("#training-pause");
    until(() -> live().history().changes().size() == 2);
    var change = live().history().changes().getLast();
    assertEquals(held + 1, change.step());
    assertEquals(0.002, change.learningRate());
    robot.interact(() -> live().control().setBatch(16));
    until(() -> live().history().changes().size() == 3);
    assertEquals(16, live().history().changes().getLast().batch());
    robot.clickOn("#training-stop");
    settle();
    assertTrue(history(session().currentRun()).stopped());
    assertNull(session().results().trainingProperty().get());
  }

  @Test
  void whatIsTrainedIsSavedAndRuns() throws Exception {
    start(60);
    settle();
    robot.clickOn("#training-save");
    settle();
    try (var files = Files.list(folder)) {
      var file = files.findFirst().orElseThrow();
      var trained = OnnxReader.read(file);
      var digits = Datasets.of("digits", 1).test();
      var accuracy =
          Accuracy.of(
              trained,
              Clusters.workers(1),
              digits.range(0, 200),
              Precision.FP32,
              new LoweringRunner(new LocalExecutor()),
              new Cancellation());
      assertTrue(accuracy.share() > 0.5, () -> "only " + accuracy);
    }
  }

  @Test
  void aTrainingGoesOnFromWhereItStopped() throws Exception {
    start(ENDLESS);
    robot.interact(() -> session().commands().fire("train.stop"));
    settle();
    var before = history(session().currentRun());
    var settings = Objects.requireNonNull(session().project().training());
    robot.interact(() -> window().trainer().goOn(settings.withSteps(before.steps() + 4)));
    settle();
    var after = history(session().currentRun());
    assertEquals(before.steps() + 4, after.steps());
    assertArrayEquals(before.losses(), java.util.Arrays.copyOf(after.losses(), before.steps()));
    assertEquals(2, session().runs().size());
  }

  @Test
  void anotherDocumentBreaksATrainingOff() throws Exception {
    start(ENDLESS);
    robot.interact(() -> window().documents().open("mlp", "single", () -> {}));
    settle();
    assertEquals("mlp", session().project().network().name());
    assertTrue(session().runs().isEmpty());
    assertNull(session().results().trainingProperty().get());
    assertNull(session().results().trainedProperty().get());
  }

  @Test
  void whatCannotBeTrainedSaysWhy() throws Exception {
    robot.interact(
        () -> window().trainer().start(new TrainingSettings("spirals", "adam", null, 8, 4, 1)));
    settle();
    var notice = session().notices().shown().getLast();
    var said = notice.message().in(Language.ENGLISH);
    assertTrue(said.contains("spirals"), said);
    assertNull(session().results().trainingProperty().get());
    robot.interact(() -> window().documents().create());
    settle();
    assertTrue(robot.lookup("#train").query().isDisabled());
    robot.moveTo("#train");
    until(() -> tooltips().contains("Draw or open a network first."));
    robot.moveTo("#run");
    until(() -> tooltips().contains("Draw or open a network first."));
  }

  private static List<String> tooltips() {
    return Window.getWindows().stream()
        .filter(window -> window instanceof Tooltip && window.isShowing())
        .map(window -> ((Tooltip) window).getText())
        .toList();
  }

  @Test
  void whatHasNoStepsLeftSaysSo() throws Exception {
    start(3);
    settle();
    robot.clickOn("#train");
    assertTrue(robot.lookup("#train-go-on").query().isDisabled());
    robot.moveTo("#train-go-on");
    until(() -> tooltips().stream().anyMatch(text -> text.startsWith("All 3 steps are done")));
  }

  @Test
  void averagedReplicasAreSaidToBeComparedOnTheirShares() throws Exception {
    var averaged = Loader.planned(session().project(), "data=2,average-every=2", true).plan();
    robot.interact(() -> session().apply(Edit.of("", now -> now.withPlan(averaged))));
    start(3);
    settle();
    assertTrue(fact("#equality").startsWith("first step of each replica"), fact("#equality"));
  }

  @Test
  void trainingsAreSavedWithTheProjectAndOpenWithIt() throws Exception {
    start(5);
    settle();
    var before = history(session().currentRun());
    robot.interact(() -> window().documents().save(() -> {}));
    settle();
    var file = Objects.requireNonNull(session().fileProperty().get());
    robot.interact(() -> window().documents().open("mlp", "single", () -> {}));
    settle();
    robot.interact(() -> window().documents().open(file));
    settle();
    var after = history(session().currentRun());
    assertArrayEquals(before.losses(), after.losses());
    assertEquals(before.scores(), after.scores());
    assertEquals(before.traffic(), after.traffic());
    assertTrue(after.communicatedBytes()[4] > 0);
    assertEquals(before.settings(), session().project().training());
    assertFalse(session().results().standing().isStale());
  }

  /// Does what the latest notice offers.
  private void takeOffer() {
    var action = Objects.requireNonNull(session().notices().shown().getLast().action());
    robot.interact(() -> action.run().accept(session().commands()));
  }

  /// A crash leaves the files; the next program finds them under the number of one that is gone.
  @Test
  void theLastStateSurvivesACrash() throws Exception {
    var place = folder.resolve("state");
    var made = new Recovery[1];
    robot.interact(() -> made[0] = new Recovery(session(), Optional.of(Autosave.in(place))));
    start(ENDLESS);
    robot.interact(() -> session().commands().fire("train.pause"));
    until(() -> live().state() != null && live().state().steps() == live().history().steps());
    int held = live().history().steps();
    var losses = live().history().losses();
    robot.interact(made[0]::keep);
    var state = Autosave.in(place).trainingFolder().resolve("step-" + held);
    until(() -> Files.isDirectory(state) && session().background().jobs().size() == 1);
    try (var files = Files.list(place)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        Files.move(
            file, place.resolve(name.replaceFirst("recovery-\\d+-\\d+", "recovery-999999999-1")));
      }
    }
    robot.interact(() -> window().documents().create());
    settle();
    robot.interact(made[0]::offer);
    settle();
    takeOffer();
    settle();
    var trained = session().results().trainedProperty().get();
    assertNotNull(trained);
    assertEquals(held, trained.state().steps());
    assertArrayEquals(losses, trained.state().losses());
    takeOffer();
    until(() -> live().history().steps() > held);
    assertArrayEquals(losses, java.util.Arrays.copyOf(live().history().losses(), held));
    robot.interact(() -> live().stop());
    settle();
    assertEquals(
        List.of(), session().notices().shown().stream().filter(n -> n.problem() != null).toList());
  }
}
