package dev.partitura.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.run.Calibrating;
import dev.partitura.ui.run.CataloguePricing;
import dev.partitura.ui.run.LivePredictor;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.theme.Words;
import dev.partitura.ui.training.TrainingRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.PickResult;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class WorkbenchTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));
  private final Preferences preferences = new Preferences(null);
  private @Nullable Workbench made;

  private static <N extends Node> N named(N node, String id) {
    node.setId(id);
    return node;
  }

  private static Project project() {
    var cluster = Clusters.workers(2);
    var single = Plan.single(cluster.devices().getFirst().id());
    return new Project(Network.empty("n"), cluster, single, Diagram.EMPTY);
  }

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void show(Stage stage) {
    var contents =
        new Workbench.Contents(
            List.of(part("place", named(new TextField(), "field"))),
            _ -> new StackPane(named(new Button(), "graph")),
            List.of(
                part("why", named(new Button(), "why")),
                part(Part.SELECTION, named(new Button(), "selected"))),
            List.of(view("timeline"), view("memory")));
    var local = new LocalExecutor();
    var runner = new Runner(session, new LoweringRunner(local));
    var trainer = new TrainingRunner(session, runner::isRunning, new LoweringRunner(local), local);
    var pricing = new CataloguePricing();
    var predictor = new LivePredictor(session, pricing);
    var calibrating = new Calibrating(session, predictor, pricing, runner::isRunning);
    var workbench =
        new Workbench(session, preferences, runner, trainer, predictor, calibrating, contents);
    made = workbench;
    var scene = new Scene(workbench.root(), 1200, 800);
    session.appearance().dress(scene);
    workbench.listen(scene);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
    scene.lookup("#graph").requestFocus();
  }

  private Node node(String id) {
    return robot.lookup("#" + id).query();
  }

  private static Visualizer view(String id) {
    return new Visualizer() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public String title(Language language) {
        return id;
      }

      @Override
      public Ikon icon() {
        return Feather.BOX;
      }

      @Override
      public Node create(Session session) {
        return named(new Button(id), id);
      }
    };
  }

  private static Part part(String id, Node node) {
    return new Part(id, Feather.BOX, _ -> id, _ -> node);
  }

  @AfterEach
  void close() throws Exception {
    FxToolkit.cleanupStages();
  }

  private Scene scene() {
    return Objects.requireNonNull(made).root().getScene();
  }

  @Test
  void f6GoesRoundEveryPartOfTheWindowAndBack() {
    var way = new ArrayList<Node>();
    do {
      way.add(scene().getFocusOwner());
      robot.type(KeyCode.F6);
    } while (scene().getFocusOwner() != node("graph") && way.size() < 20);
    assertTrue(way.contains(node("field")), way::toString);
    assertTrue(way.contains(node("graph")), way::toString);
    assertTrue(way.size() >= 5, way::toString);
    robot.interact(() -> node("field").requestFocus());
    robot.type(KeyCode.F6);
    assertEquals(node("graph"), scene().getFocusOwner());
    robot.press(KeyCode.SHIFT).type(KeyCode.F6).release(KeyCode.SHIFT);
    assertEquals(node("field"), scene().getFocusOwner());
  }

  @Test
  void escGetsOutOfAFieldThenOfTheSelectionThenOfANotice() {
    robot.interact(() -> {
      session.notices().show(Notice.warning(_ -> "refused", Words.NONE));
      session.selection().selectOp(new OpId("a"));
      node("field").requestFocus();
    });
    robot.type(KeyCode.ESCAPE);
    assertEquals(node("graph"), scene().getFocusOwner());
    assertFalse(session.selection().isEmpty());
    robot.type(KeyCode.ESCAPE);
    assertTrue(session.selection().isEmpty());
    assertEquals(1, session.notices().shown().size());
    robot.type(KeyCode.ESCAPE);
    assertEquals(List.of(), session.notices().shown());
  }

  @Test
  void aHiddenPanelLeavesAButtonThatBringsItBack() {
    for (var command : List.of("view.left", "view.inspector", "view.bottom")) {
      robot.interact(() -> session.commands().fire(command));
      WaitForAsyncUtils.waitForFxEvents();
      var handles =
          robot.lookup(".dock-reveal").queryAll().stream().filter(Node::isVisible).toList();
      assertEquals(1, handles.size(), command);
      robot.clickOn(handles.getFirst());
      WaitForAsyncUtils.waitForFxEvents();
      assertFalse(handles.getFirst().isVisible(), command);
    }
  }

  @Test
  void withoutARunTheViewsKeepLow() {
    assertTrue(robot.lookup(".view-tabs").query().getBoundsInParent().getHeight() <= 140);
  }

  @Test
  void whatIsSelectedIsExplainedUnlessSomebodyReadsOn() {
    assertFalse(robot.lookup("#why").queryAll().isEmpty());
    robot.moveTo(node("graph"));
    robot.interact(() -> session.selection().selectOp(new OpId("a")));
    WaitForAsyncUtils.waitForFxEvents();
    assertFalse(robot.lookup("#selected").queryAll().isEmpty());
  }

  @Test
  void aTabIsChosenByArrowsAndEnteredByEnter() {
    robot.clickOn("timeline");
    robot.interact(() -> tab("timeline").requestFocus());
    robot.type(KeyCode.RIGHT);
    assertTrue(tab("memory").isFocused());
    assertFalse(tab("timeline").isFocusTraversable());
    assertEquals("memory", tab("memory").getAccessibleText());
    robot.type(KeyCode.ENTER);
    assertEquals(node("memory"), scene().getFocusOwner());
  }

  @Test
  void aPanelIsDraggedToAnotherSideAndTheLayoutIsRemembered() {
    double graph = node("graph").getParent().getBoundsInParent().getWidth();
    drop("memory", node("why").getParent());
    WaitForAsyncUtils.waitForFxEvents();
    assertNotNull(node("memory"));
    var where = node("memory").localToScene(node("memory").getBoundsInLocal());
    assertTrue(where.getMinX() > 900 && where.getMinY() < 500, where::toString);
    assertTrue(node("graph").getParent().getBoundsInParent().getWidth() <= graph + 1);
    robot.interact(() -> workbench().close());
    assertTrue(preferences.text("layout.docks", "").contains("memory"));
    robot.interact(() -> show(stage()));
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(
        where.getMinX(),
        node("memory").localToScene(node("memory").getBoundsInLocal()).getMinX(),
        2);
    robot.interact(() -> session.commands().fire("view.resetLayout"));
    WaitForAsyncUtils.waitForFxEvents();
    assertTrue(tab("memory").localToScene(0, 0).getY() > 500);
  }

  @Test
  void aTornOffViewComesHomeWhenItsWindowCloses() {
    robot.interact(() -> session.commands().fire("view.show.memory"));
    WaitForAsyncUtils.waitForFxEvents();
    robot.clickOn(robot.lookup(".view-tabs .dock-tools .button").<Node>query());
    WaitForAsyncUtils.waitForFxEvents();
    var window = node("memory").getScene().getWindow();
    assertNotEquals(stage(), window);
    robot.interact(
        () -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
    WaitForAsyncUtils.waitForFxEvents();
    assertFalse(window.isShowing());
    assertEquals(scene(), tab("memory").getScene());
  }

  private Node tab(String title) {
    return robot
        .lookup((Node node) ->
            node.getStyleClass().contains("header") && title.equals(node.getAccessibleText()))
        .query();
  }

  /// The headless screen cannot drag between nodes, so the drop at the right edge is told.
  private void drop(String panel, Node onto) {
    robot.interact(() -> {
      var board = DragboardOf.text("dnd-bento;0;" + panel);
      var bounds = onto.getBoundsInLocal();
      var at = onto.localToScene(bounds.getMaxX() - 20, bounds.getCenterY());
      onto.fireEvent(
          new DragEvent(
              null,
              onto,
              DragEvent.DRAG_DROPPED,
              board,
              at.getX(),
              at.getY(),
              at.getX(),
              at.getY(),
              TransferMode.MOVE,
              tab(panel),
              onto,
              new PickResult(onto, at.getX(), at.getY())));
    });
  }

  private Workbench workbench() {
    return Objects.requireNonNull(made);
  }

  private Stage stage() {
    return (Stage) scene().getWindow();
  }
}
