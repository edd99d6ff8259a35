package dev.partitura.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class WorkbenchTest {
  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(project(), new Appearance(Theme.DARK, Language.ENGLISH));
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
            List.of());
    var runner = new Runner(session, new LoweringRunner(new LocalExecutor()));
    var workbench = new Workbench(session, new Preferences(null), runner, contents);
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
      session.notices().show(Notice.warning("refused", ""));
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
}
