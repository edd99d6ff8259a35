package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Served;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Preferences;
import dev.partitura.ui.workbench.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Serving in the window: a load is set, begun, watched, stopped and explained.
@Tag("fx")
class ServingWindowTest {
  private static final int PATIENCE_SECONDS = 120;
  private static final int SLOWEST = 2;
  private static final Path PICTURES = Path.of("target", "screens");

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
    robot.interact(
        () -> window().documents().open("lenet", "pipeline=2,micro-batches=4", () -> {}));
    until(() -> session().background().jobs().isEmpty());
    robot.interact(() -> session().commands().fire("view.show.serving"));
    WaitForAsyncUtils.waitForFxEvents();
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
            _ -> new NoQuestions(),
            1000,
            800,
            stage::close);
    shown = made;
    stage.setScene(made.scene());
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  private DesktopWindow window() {
    return Objects.requireNonNull(shown);
  }

  private Session session() {
    return window().session();
  }

  private Served served() {
    return Objects.requireNonNull(session().results().servedProperty().get());
  }

  /// For people to look at.
  private void picture(String name) throws Exception {
    var image = FxThread.call(() -> window().scene().snapshot(null));
    Files.createDirectories(PICTURES);
    Snapshot.write(image, PICTURES.resolve(name + ".png"));
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> FxThread.call(condition));
    WaitForAsyncUtils.waitForFxEvents();
  }

  private <N extends Node> N node(String id, Class<N> type) {
    return type.cast(
        Objects.requireNonNull(window().scene().getRoot().lookup("#" + id), () -> "No " + id));
  }

  private void set(String field, String text) {
    robot.interact(() -> node("serving-" + field, TextField.class).setText(text));
  }

  private void press(String button) {
    robot.interact(() -> node(button, Button.class).fire());
  }

  private String said(String label) {
    return node(label, Label.class).getText();
  }

  private boolean isServing() {
    return session().results().servingProperty().get() != null;
  }

  private void set(String rate, String seconds, String deadline) {
    set("batchMax", "2");
    set("rate", rate);
    set("seconds", seconds);
    set("deadline", deadline);
  }

  @Test
  void aLoadIsWatchedAndReportedAndItsSlowestRequestsAreExplained() throws Exception {
    assertNull(session().results().servedProperty().get());
    assertFalse(node("serving-start", Button.class).isDisabled());
    set("200", "1", "100");
    press("serving-start");
    assertTrue(isServing());
    assertTrue(node("serving-stop", Button.class).isVisible());
    assertTrue(node("serving-rate", TextField.class).isDisabled());
    until(() -> {
      var live = session().results().servingProperty().get();
      return live != null && live.state().stretches().size() > 2;
    });
    picture("serving-live");
    until(() -> !isServing());

    var measured = served().result().measured();
    assertTrue(measured.answered() > 100, measured.answered() + " answered");
    assertNotNull(served().result().predicted());
    assertEquals(2, served().course().devices().size());
    assertTrue(said("serving-state").startsWith("Pipeline 2 × 4: "), said("serving-state"));
    assertFalse(node("serving-stale", Label.class).isVisible());

    picture("serving-result");
    robot.interact(
        () -> node("serving-pages", SegmentedButton.class).getButtons().get(SLOWEST).fire());
    WaitForAsyncUtils.waitForFxEvents();
    var table = node("serving-slowest", TableView.class);
    robot.interact(() -> table.getSelectionModel().select(1));
    var second = served().course().slowest().get(1);
    assertTrue(
        said("serving-story").startsWith("Request #" + second.number() + " took "),
        said("serving-story"));
    assertTrue(session().runs().isEmpty());
    press("serving-show-request");
    WaitForAsyncUtils.waitForFxEvents();
    var run = Objects.requireNonNull(session().currentRun());
    assertTrue(run.isOfRequests());
    assertEquals("request", run.trace().name(session().selection().span()));
    robot.interact(() -> session().commands().fire("view.show.serving"));
    press("serving-show-request");
    assertEquals(1, session().runs().size());
    robot.interact(() -> session().commands().fire("view.show.serving"));

    var other = Loader.planned(session().project(), "data=2", false);
    robot.interact(() -> session().apply(Edit.of("", now -> now.withPlan(other.plan()))));
    assertTrue(node("serving-stale", Label.class).isVisible());
    assertEquals("of an older plan", said("serving-stale"));
  }

  @Test
  void aLoadThatIsStoppedTellsWhatItMeasuredUntilThen() throws Exception {
    set("100", "3600", "0");
    press("serving-start");
    until(() -> {
      var live = session().results().servingProperty().get();
      return live != null && live.state().stretches().size() > 10;
    });
    press("serving-stop");
    until(() -> !isServing());
    assertTrue(served().stopped());
    assertTrue(served().result().measured().offered() > 0);
    assertTrue(served().result().measured().seconds() < 60);
    assertTrue(session().background().jobs().isEmpty());
  }

  @Test
  void whatCannotBeServedAsItIsSetIsSaidInOneSentence() {
    set("rate", "many");
    assertTrue(said("serving-problem").startsWith("The load is a number"), said("serving-problem"));
    assertTrue(node("serving-start", Button.class).isDisabled());
    robot.interact(() -> session().commands().fire("view.show.serving"));
    assertEquals("many", node("serving-rate", TextField.class).getText());
    set("rate", "");
    assertFalse(node("serving-problem", Label.class).isVisible());
    set("batchMax", "2.5");
    assertTrue(said("serving-problem").startsWith("A batch is a whole"), said("serving-problem"));
    set("batchMax", "2");
    set("deadline", "0");
    robot.interact(() -> node("serving-sheds", CheckBox.class).setSelected(true));
    assertTrue(said("serving-problem").startsWith("Nothing can be sent away"));
    set("deadline", "20, 100");
    assertFalse(node("serving-start", Button.class).isDisabled());
  }

  @Test
  void theHighestLoadIsFoundAndDrawnForThePlansOfTheRunsToo() throws Exception {
    set("", "0.5", "");
    var runner = window().runner();
    robot.interact(runner::run);
    until(() -> !runner.isRunning());
    var other = Loader.planned(session().project(), "single", false);
    robot.interact(() -> session().apply(Edit.of("", now -> now.withPlan(other.plan()))));
    robot.interact(() -> node("serving-others", CheckBox.class).setSelected(true));
    press("serving-sweep");
    until(() -> !isServing());
    var swept = session().results().sweptProperty().get();
    assertEquals(2, swept.size());
    for (var each : swept) {
      assertTrue(each.isDone());
      assertEquals(8, each.points().size());
    }
    // Left to the program, and yet one for both: plans are compared by one question.
    assertEquals(swept.getFirst().deadlineNanos(), swept.getLast().deadlineNanos());
    Run run = session().runs().getFirst();
    assertEquals(run.provenance().plan(), swept.getLast().what().plan());
  }
}
