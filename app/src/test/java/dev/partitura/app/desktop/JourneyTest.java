package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.ComparedRuns;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Standing;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.GridPane;
import javafx.stage.Stage;
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

/// A first hour with the program, by mouse and keys.
@Tag("fx")
class JourneyTest {
  private static final DeviceId SECOND = new DeviceId("cpu1");

  @TempDir Path folder;

  private final FxRobot robot = new FxRobot();
  private FileQuestions.Answer answer = FileQuestions.Answer.CANCEL;
  private @Nullable DesktopWindow shown;

  /// What runs find out about their outputs, where it is not the truth.
  private @Nullable Agreement pretended;

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    settle();
  }

  @AfterEach
  void close() throws Exception {
    robot.interact(session().background()::close);
    FxToolkit.cleanupStages();
  }

  private void show(Stage stage) {
    var session = new Session(Loader.empty(""), new Appearance(Theme.DARK, Language.ENGLISH));
    session.appearance().motionProperty().set(false);
    var made =
        new DesktopWindow(
            new Wiring(new Executor(), new LocalExecutor()),
            session,
            new Preferences(null),
            _ -> new Answers(),
            1000,
            900,
            stage::close);
    shown = made;
    made.welcome();
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

  @Test
  void aNetworkIsDrawnPaintedRunUndoneSavedAndReopened() throws Exception {
    clickButton("New network");
    twoWorkers();
    draw("Input");
    draw("Conv");
    draw("Relu");
    doByName("graph.addOutput");
    assertEquals(
        List.of("Conv", "Relu"),
        session().project().network().ops().stream().map(Op::type).toList());
    assertEquals(1, session().project().network().outputs().size());

    var relu = session().project().network().ops().getLast().id();
    robot.interact(() -> session().selection().selectOp(relu));
    robot.clickOn("#brush-cpu1");
    settle();
    var plan = session().project().plan();
    assertEquals(SECOND, plan.meshOf(relu).device(0, 0));
    assertNotEquals(
        SECOND, plan.meshOf(session().project().network().ops().getFirst().id()).device(0, 0));

    robot.clickOn("#run");
    settle();
    var run =
        Objects.requireNonNull(
            session().currentRun(), () -> "No run, but " + session().notices().shown());
    assertTrue(
        run.agreement() instanceof Agreement.Identical
            || run.agreement() instanceof Agreement.WithinRounding,
        run.agreement()::sentence);
    assertEquals(2, run.get(DeviceUse.ANALYSIS).size());

    selectASpan();
    assertFalse(session().selection().ops().isEmpty());

    var drawn = session().project();
    undoEverything();
    assertTrue(session().project().network().ops().isEmpty());
    assertTrue(session().project().network().inputs().isEmpty());
    redoEverything();
    assertEquals(drawn, session().project());

    robot.push(KeyCode.CONTROL, KeyCode.S);
    settle();
    assertFalse(session().history().dirtyProperty().get());
    var file = folder.resolve("journey.partitura");
    assertTrue(Files.exists(file));
    robot.interact(() -> window().documents().create());
    settle();
    assertTrue(session().project().network().ops().isEmpty());
    robot.interact(() -> window().documents().open(file));
    settle();
    assertSame(drawn, session().project());
  }

  @Test
  void unsavedWorkIsAskedAboutBeforeItIsLost() throws Exception {
    clickButton("New network");
    draw("Input");
    robot.push(KeyCode.CONTROL, KeyCode.N);
    settle();
    assertEquals(1, session().project().network().inputs().size());
    answer = FileQuestions.Answer.DISCARD;
    robot.interact(() -> session().commands().fire("file.new"));
    settle();
    assertTrue(session().project().network().inputs().isEmpty());
  }

  @Test
  void aSampleRunsAtOneClickAndTheLanguageChangesUnderIt() throws Exception {
    robot.clickOn("#sample-mlp");
    settle();
    var run = assertNotNullRun();
    assertEquals("mlp", Objects.requireNonNull(run.provenance().network()).name());
    robot.interact(() -> session().commands().fire("view.language"));
    settle();
    assertEquals(Language.CHINESE, session().appearance().language());
    assertEquals(run, session().currentRun());
    assertEquals("运行", robot.lookup("#run").queryAs(Button.class).getText());
  }

  @Test
  void onlyWhatWasComparedIsCalledEqual() throws Exception {
    robot.clickOn("#sample-mlp");
    settle();
    assertTrue(said().contains("single-device run"), this::said);
    int batch = session().batchProperty().get();
    robot.interact(() -> session().batchProperty().set(64));
    assertEquals("outputs not compared yet", said());
    robot.interact(() -> session().batchProperty().set(batch));
    assertTrue(said().contains("single-device run"), this::said);

    pretended = new Agreement.WithinRounding("y", 1e-7, 1.25e-4);
    robot.interact(() -> session().commands().fire("run.run"));
    settle();
    assertEquals("outputs within rounding of single-device run ≈ (bound 1.3e-4)", said());
  }

  @Test
  void resultsOfAnOlderPlanSaySoUntilThePlanIsBack() throws Exception {
    robot.clickOn("#sample-mlp");
    settle();
    var run = assertNotNullRun();
    assertEquals(Set.of(), session().results().standing().changed());
    assertEquals(List.of(), stale());

    var painted = session().project().plan().withMicroBatches(2);
    robot.interact(() -> session().apply(Edit.of("Slices", p -> p.withPlan(painted))));
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(Set.of(Standing.Part.PLAN), session().results().standing().changed());
    assertEquals("outputs not compared yet", said());
    assertEquals(Set.of("of run #1, older plan"), Set.copyOf(stale()));
    assertTrue(isDimmed(".status-line .results"));
    assertTrue(isDimmed(".top-bar .results"));

    // The timeline shows what is predicted of the painted plan; other views what the older one
    // gave.
    settle();
    var predicted = session().results().predictionInPlace();
    assertNotNull(predicted);
    assertEquals(painted, predicted.provenance().plan());
    assertFalse(isDimmed(".view-tabs .results"));
    robot.interact(() -> session().commands().fire("view.show.throughput"));
    settle();
    assertTrue(isDimmed(".view-tabs .results"));
    robot.interact(() -> session().commands().fire("view.show.timeline"));

    robot.interact(() -> session().history().undo());
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(List.of(), stale());
    assertFalse(isDimmed(".view-tabs .results"));
    assertTrue(said().contains("single-device run"), this::said);

    robot.interact(() -> session().history().redo());
    robot.interact(() -> session().commands().fire("run.run"));
    settle();
    assertEquals(2, session().runs().size());
    assertEquals(painted, session().project().plan());

    robot.clickOn("Runs");
    settle();
    robot.clickOn("#run-1");
    settle();
    assertEquals(run, session().currentRun());
    assertEquals(run.provenance().plan(), session().results().shownPlanProperty().get());
    assertEquals(painted, session().project().plan());
    robot.clickOn("#shown-plan .restore");
    settle();
    assertEquals(run.provenance().plan(), session().project().plan());
    assertEquals(Set.of(), session().results().standing().changed());
    robot.interact(() -> session().history().undo());
    assertEquals(painted, session().project().plan());
  }

  @Test
  void twoChosenRunsStandSideBySide() throws Exception {
    robot.clickOn("#sample-mlp");
    settle();
    robot.interact(
        () -> session().apply(Edit.of("Slices", p -> p.withPlan(p.plan().withMicroBatches(2)))));
    robot.interact(() -> session().commands().fire("run.run"));
    settle();
    robot.clickOn("Runs");
    settle();
    robot.clickOn("#compare-1");
    settle();
    var text = texts("#comparison-numbers");
    assertTrue(text.contains("#2  ") && text.contains("#1  "), text);
    assertTrue(text.contains("measured") && text.contains("Throughput"), text);
    assertTrue(text.contains("Memory peak") && text.contains("Balance of times"), text);
    var run = Objects.requireNonNull(session().currentRun());
    var median = Format.time(run.find(Iterations.ANALYSIS).orElseThrow().median());
    assertTrue(text.contains(median + " ±"), text);
    var ops = run.provenance().network();
    var op = Objects.requireNonNull(ops).ops().getFirst().id();
    assertTrue(texts("#comparison-ops").contains(op.name()), texts("#comparison-ops"));
    robot.clickOn("#remove-1");
    settle();
    assertEquals(List.of(2), session().runs().stream().map(each -> each.number()).toList());
    assertEquals(run, session().currentRun());
  }

  @Test
  void anEmptyNetworkCannotBeRunFromAnyButton() throws Exception {
    clickButton("New network");
    var buttons =
        robot
            .lookup((Node node) -> node instanceof Button button && "Run".equals(button.getText()))
            .queryAllAs(Button.class);
    assertTrue(buttons.size() > 1, () -> "Only " + buttons.size() + " buttons run");
    buttons.forEach(button -> assertTrue(button.isDisabled()));
    assertFalse(session().commands().find("run.run").orElseThrow().enabled().get());
  }

  /// What labels say of results that do not hold.
  private List<String> stale() {
    return robot.lookup(".stale-mark").queryAllAs(Label.class).stream()
        .filter(Node::isVisible)
        .map(Label::getText)
        .toList();
  }

  private boolean isDimmed(String query) {
    return robot.lookup(query).queryAll().stream()
        .anyMatch(node ->
            node.getPseudoClassStates().stream()
                .anyMatch(state -> state.getPseudoClassName().equals("stale")));
  }

  private String texts(String table) {
    return robot.lookup(table).<GridPane>query().getChildren().stream()
        .map(cell -> ((Label) cell).getText())
        .collect(Collectors.joining(" | "));
  }

  @Test
  void outputsThatDifferAreAProblem() throws Exception {
    pretended =
        new Agreement.Different(Problem.of("run.outputs.differ", "y", "y", "is 1 and not 2"));
    robot.clickOn("#sample-mlp");
    settle();
    assertEquals("outputs differ from single-device run ✗", said());
    assertTrue(
        session().notices().shown().stream()
            .anyMatch(notice ->
                notice.message().in(Language.ENGLISH).contains("output y is 1 and not 2.")));
  }

  /// What the status line says of the outputs.
  private String said() {
    return robot.lookup("#equality").queryAs(Label.class).getText();
  }

  private dev.partitura.ui.session.Run assertNotNullRun() {
    var run = session().currentRun();
    assertNotNull(run, () -> session().notices().shown().toString());
    return Objects.requireNonNull(run);
  }

  private static void assertSame(Project expected, Project actual) {
    assertEquals(expected.network().ops(), actual.network().ops());
    assertEquals(expected.network().inputs(), actual.network().inputs());
    assertEquals(expected.plan(), actual.plan());
    assertEquals(expected.cluster(), actual.cluster());
    assertEquals(expected.diagram(), actual.diagram());
  }

  private void twoWorkers() throws Exception {
    robot.clickOn("Cluster");
    WaitForAsyncUtils.waitForFxEvents();
    var field = robot.lookup(".left-panel .number-field").queryAs(TextField.class);
    robot.interact(() -> {
      field.requestFocus();
      field.selectAll();
    });
    robot.write("2").push(KeyCode.ENTER);
    settle();
    assertEquals(2, session().project().cluster().devices().size());
    robot.clickOn("Network");
    settle();
  }

  private void draw(String operator) throws Exception {
    robot.clickOn("#palette-search");
    robot.push(KeyCode.CONTROL, KeyCode.A);
    robot.write(operator).push(KeyCode.ENTER);
    settle();
  }

  /// By the command palette: its name, then Enter.
  private void doByName(String id) throws Exception {
    var label = session().commands().find(id).orElseThrow().label();
    robot.push(KeyCode.CONTROL, KeyCode.K);
    WaitForAsyncUtils.waitForFxEvents();
    robot.write(label).push(KeyCode.ENTER);
    settle();
  }

  private void clickButton(String text) throws Exception {
    robot.clickOn(
        robot
            .lookup((Node node) -> node instanceof Button button && text.equals(button.getText()))
            .<Node>query());
    settle();
  }

  /// Steps to the first span by keys, shows it large, and clicks along the rows until it is hit:
  /// spans of a small network are short beside the time between them.
  private void selectASpan() {
    var tabs = robot.lookup(".view-tabs").query();
    var area = tabs.localToScreen(tabs.getBoundsInLocal());
    robot.clickOn(area.getMinX() + 60, area.getMinY() + 130, MouseButton.PRIMARY);
    robot.push(KeyCode.RIGHT).push(KeyCode.F);
    assertNotEquals(Selection.NONE, session().selection().span());
    robot.interact(session().selection()::clear);
    double x = (area.getMinX() + 190 + area.getMaxX()) / 2;
    for (double y = area.getMinY() + 110; y < area.getMaxY() - 20; y += 10) {
      robot.clickOn(x, y, MouseButton.PRIMARY);
      if (session().selection().span() != Selection.NONE) {
        return;
      }
    }
    throw new AssertionError("No span on the timeline");
  }

  private void undoEverything() throws Exception {
    for (int step = 0;
        step < 30 && !session().history().undoLabelProperty().get().isEmpty();
        step++) {
      robot.push(KeyCode.CONTROL, KeyCode.Z);
      settle();
    }
    assertEquals("", session().history().undoLabelProperty().get());
  }

  private void redoEverything() throws Exception {
    for (int step = 0;
        step < 30 && !session().history().redoLabelProperty().get().isEmpty();
        step++) {
      robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
      settle();
    }
    assertEquals("", session().history().redoLabelProperty().get());
  }

  /// Waits until nothing is under way any more.
  private void settle() throws Exception {
    Callable<Boolean> idle =
        () -> robot.interact(() -> {}) != null && session().background().jobs().isEmpty();
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, idle);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private final class Executor implements PlanRunner {
    private final PlanRunner local = new LoweringRunner(new LocalExecutor());

    @Override
    public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
      return local.run(request, cancellation, progress);
    }

    @Override
    public List<RunResult> runByTurns(
        List<RunRequest> requests, Cancellation cancellation, Progress progress) {
      return local.runByTurns(requests, cancellation, progress);
    }

    @Override
    public ComparedRuns runBesideUnsplit(
        RunRequest request, Cancellation cancellation, Progress progress) {
      var runs = local.runBesideUnsplit(request, cancellation, progress);
      var agreement = pretended;
      return agreement == null ? runs : new ComparedRuns(runs.run(), runs.unsplit(), agreement);
    }
  }

  private final class Answers implements FileQuestions {
    @Override
    public Optional<Path> open() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> save(String suggestion) {
      return Optional.of(folder.resolve("journey.partitura"));
    }

    @Override
    public Answer unsaved(String name) {
      return answer;
    }
  }
}
