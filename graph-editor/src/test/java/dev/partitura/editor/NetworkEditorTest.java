package dev.partitura.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.edit.AddInput;
import dev.partitura.editor.edit.AddOp;
import dev.partitura.editor.edit.ApplyPlan;
import dev.partitura.editor.edit.BlockId;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

@Tag("fx")
class NetworkEditorTest {
  private static final OpId A = new OpId("a");
  private static final OpId B = new OpId("b");

  private final FxRobot robot = new FxRobot();
  private final Session session =
      new Session(Projects.empty(), new Appearance(Theme.DARK, Language.ENGLISH));
  private @Nullable NetworkEditor shown;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    robot.interact(() -> {
      session.apply(
          new AddInput("x", TensorType.of(DataType.FLOAT, 1, 3, 8, 8), new Position(0, 0), ""));
      session.apply(new AddOp("", "Conv", A, new Position(220, 0), "x", ""));
      session.apply(new AddOp("", "Relu", B, new Position(440, 0), null, ""));
    });
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(
        20, java.util.concurrent.TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void show(Stage stage) {
    session.appearance().motionProperty().set(false);
    var made = new NetworkEditor(session);
    shown = made;
    var scene = new Scene(made, 900, 600);
    session.appearance().dress(scene);
    session.commands().listen(scene);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  @AfterEach
  void close() throws Exception {
    FxToolkit.cleanupStages();
  }

  private GraphCanvas canvas() {
    return Objects.requireNonNull(shown).canvas();
  }

  /// A point of the drawing on the screen.
  private Point2D at(double x, double y) {
    var view = canvas().viewport();
    return canvas().localToScreen(view.toScreenX(x), view.toScreenY(y));
  }

  private Point2D node(OpId id, double side) {
    var drawing = canvas().drawing();
    int item = Objects.requireNonNull(drawing.sketch().indexes().get(id));
    var box = drawing.box(item);
    return at(drawing.xs()[item] + side * box.width() / 2, drawing.ys()[item]);
  }

  private void drag(Point2D from, Point2D to) {
    robot.moveTo(from);
    robot.press(MouseButton.PRIMARY);
    robot.moveTo(from.midpoint(to));
    robot.moveTo(to);
    robot.release(MouseButton.PRIMARY);
    WaitForAsyncUtils.waitForFxEvents();
  }

  @Test
  void anEdgeIsDrawnByDraggingFromOutputToInputAndUndone() {
    drag(node(A, 1), node(B, -1));
    assertEquals("a:0", session.project().network().ops().getLast().inputs().getFirst());
    robot.interact(session.history()::undo);
    assertEquals("", session.project().network().ops().getLast().inputs().getFirst());
  }

  @Test
  void anEdgeThatWouldCloseACircleIsRefusedAndSaid() {
    drag(node(A, 1), node(B, -1));
    drag(node(B, 1), node(A, 0));
    assertEquals("x", session.project().network().ops().getFirst().inputs().getFirst());
    assertFalse(session.notices().shown().isEmpty());
  }

  @Test
  void aDraggedNodeMovesAsOneEdit() {
    drag(node(B, 0), node(B, 0).add(0, 80));
    var moved = Objects.requireNonNull(session.project().diagram().positions().get(B));
    assertTrue(moved.y() > 40, moved.toString());
    robot.interact(session.history()::undo);
    assertEquals(new Position(440, 0), session.project().diagram().positions().get(B));
  }

  @Test
  void theBrushPaintsWhatItTouches() {
    robot.interact(() -> canvas().requestFocus());
    robot.type(KeyCode.DIGIT2);
    assertEquals(Projects.CPU1, session.brushProperty().get());
    drag(node(B, 0), node(B, 0.3));
    assertEquals(Projects.CPU1, session.project().plan().meshOf(B).devices().getFirst());
    assertEquals(Projects.CPU0, session.project().plan().meshOf(A).devices().getFirst());
    robot.type(KeyCode.ESCAPE);
    assertEquals(null, session.brushProperty().get());
  }

  @Test
  void twoStagesArePaintedOntoOneWorkerAndBack() {
    var pipeline =
        Plan.of(List.of(Mesh.of(Projects.CPU0), Mesh.of(Projects.CPU1)), Map.of(A, 0, B, 1), 4);
    robot.interact(() -> session.apply(new ApplyPlan(pipeline, "")));
    robot.interact(() -> canvas().requestFocus());
    robot.type(KeyCode.DIGIT1);
    drag(node(B, 0), node(B, 0.3));
    assertEquals(List.of(Projects.CPU0), session.project().plan().devices());
    assertEquals(4, session.project().plan().microBatches());
    robot.interact(session.history()::undo);
    assertEquals(pipeline, session.project().plan());
  }

  @Test
  void aLassoSelectsAndDeleteDeletes() {
    drag(node(A, 0).add(-90, -70), node(B, 0).add(90, 70));
    assertEquals(Set.of(A, B), session.selection().ops());
    robot.type(KeyCode.DELETE);
    assertEquals(0, session.project().network().ops().size());
    robot.press(KeyCode.CONTROL).type(KeyCode.D).release(KeyCode.CONTROL);
    robot.interact(session.history()::undo);
    assertEquals(2, session.project().network().ops().size());
  }

  @Test
  void copiedOpsArePastedUnderFreshNames() {
    robot.interact(() -> session.selection().selectOps(Set.of(A)));
    robot.interact(() -> canvas().requestFocus());
    robot.moveTo(node(A, 0));
    robot.press(KeyCode.CONTROL).type(KeyCode.C).type(KeyCode.V).release(KeyCode.CONTROL);
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(3, session.project().network().ops().size());
    var copy = session.project().network().ops().getLast();
    assertEquals("Conv", copy.type());
    var from = Objects.requireNonNull(session.project().diagram().positions().get(A));
    var to = Objects.requireNonNull(session.project().diagram().positions().get(copy.id()));
    assertTrue(Math.hypot(to.x() - from.x(), to.y() - from.y()) > 40, to + " lies on " + from);
  }

  @Test
  void aBlockThatIsOpenedHoldsItsPlaceOnceSomebodyHasNavigated() throws Exception {
    var b = new NetworkBuilder("blocks");
    var x = b.input("x", Shape.of(1, 8));
    for (int block = 0; block < 8; block++) {
      for (int op = 0; op < 5; op++) {
        x = b.op("block" + block + "/op" + op, "Relu", Attributes.NONE, x);
      }
    }
    b.output(x);
    robot.interact(() -> session.open(Projects.of(b.build()), null, true));
    settle();
    robot.interact(() -> Objects.requireNonNull(shown).actions().blocks().collapseAll());
    settle();
    robot.interact(() -> canvas().setViewport(canvas().viewport().zoomed(1.3, 300, 200)));
    var block = BlockId.of("block5");
    var before = at(node(block));
    robot.interact(() ->
        Objects.requireNonNull(shown)
            .actions()
            .blocks()
            .toggle(Objects.requireNonNull(model().tree().find("block5"))));
    settle();
    var frames = canvas().drawing().sketch().frames();
    int frame = 0;
    while (!frames.get(frame).block().path().equals("block5")) {
      frame++;
    }
    var opened = at(canvas().drawing().frames().get(frame));
    assertEquals(before.getX(), opened.getX(), 1);
    assertEquals(before.getY(), opened.getY(), 1);
  }

  private GraphModel model() {
    return Objects.requireNonNull(shown).model();
  }

  private Box node(OpId id) {
    var drawing = canvas().drawing();
    return drawing.box(Objects.requireNonNull(drawing.sketch().indexes().get(id)));
  }

  /// The upper left corner on the screen.
  private Point2D at(Box box) {
    return at(box.left(), box.top());
  }

  private void settle() throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitFor(
        20, java.util.concurrent.TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
  }

  @Test
  void theHoverCardIsAsLargeAsItsText() {
    robot.moveTo(node(A, 0.1));
    robot.moveBy(1, 1);
    robot.sleep(900);
    WaitForAsyncUtils.waitForFxEvents();
    var card = (HoverCard) robot.lookup(".hover-card").query();
    assertTrue(card.isVisible());
    for (var text : card.lookupAll(".label")) {
      var bounds = card.sceneToLocal(text.localToScene(text.getLayoutBounds()));
      assertTrue(bounds.getHeight() > 8, text.toString());
      assertTrue(
          bounds.getMaxX() <= card.getWidth() && bounds.getMaxY() <= card.getHeight(),
          text + " sticks out of " + card.getWidth() + " × " + card.getHeight());
    }
  }

  @Test
  void noToolLiesOnThePicture() {
    robot.press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
    WaitForAsyncUtils.waitForFxEvents();
    var picture = canvas().localToScene(canvas().getLayoutBounds());
    for (var tool : Set.of("#paint-bar", "#balance-strip", "#color-choice", "#find-bar")) {
      var bounds = robot.lookup(tool).query();
      assertFalse(
          picture.intersects(bounds.localToScene(bounds.getLayoutBounds())),
          tool + " covers nodes");
    }
    var find = robot.lookup("#find-bar").query();
    var paint = robot.lookup("#paint-bar").query();
    assertFalse(
        find.localToScene(find.getLayoutBounds())
            .intersects(paint.localToScene(paint.getLayoutBounds())));
  }

  @Test
  void tabWalksAlongEdges() {
    drag(node(A, 1), node(B, -1));
    robot.interact(() -> session.selection().selectOp(A));
    robot.interact(() -> canvas().requestFocus());
    robot.type(KeyCode.TAB);
    assertEquals(Set.of(B), session.selection().ops());
  }

  @Test
  void tabLeavesTheGraphWhereNoEdgeLeadsOn() {
    drag(node(A, 1), node(B, -1));
    robot.interact(() -> {
      session.selection().clear();
      canvas().requestFocus();
    });
    robot.interact(() -> session.selection().selectOp(A));
    robot.type(KeyCode.TAB);
    assertEquals(Set.of(B), session.selection().ops());
    assertTrue(canvas().isFocused());
    robot.type(KeyCode.TAB);
    assertFalse(canvas().isFocused());
    robot.interact(() -> {
      session.selection().clear();
      canvas().requestFocus();
    });
    robot.type(KeyCode.TAB);
    assertFalse(canvas().isFocused());
  }

  @Test
  void aSlashOnTheGraphIsNotWrittenIntoTheField() {
    var field = new javafx.scene.control.TextField();
    robot.interact(() -> {
      Objects.requireNonNull(shown).getChildren().add(field);
      session.commands().add(Command.of("palette.search", "", "", "", field::requestFocus));
      canvas().requestFocus();
    });
    robot.write("/");
    WaitForAsyncUtils.waitForFxEvents();
    assertTrue(field.isFocused());
    assertEquals("", field.getText());
  }

  @Test
  void theGraphSaysWhatIsSelected() {
    var empty = canvas().getAccessibleText();
    robot.interact(() -> session.selection().selectOp(A));
    var said = canvas().getAccessibleText();
    assertTrue(said.contains("Conv") && said.contains("CPU 0"), said);
    robot.interact(session.selection()::clear);
    assertEquals(empty, canvas().getAccessibleText());
  }

  @Test
  void theWheelZoomsAtThePointer() {
    var before = canvas().viewport();
    var point = node(B, 0);
    robot.moveTo(point);
    double x = before.toWorldX(canvas().screenToLocal(point).getX());
    robot.scroll(3, javafx.geometry.VerticalDirection.UP);
    WaitForAsyncUtils.waitForFxEvents();
    assertTrue(canvas().viewport().scale() != before.scale());
    assertEquals(x, canvas().viewport().toWorldX(canvas().screenToLocal(point).getX()), 2);
  }

  @Test
  void operatorsAddedOneAfterAnotherMakeAChain() {
    var actions = Objects.requireNonNull(shown).actions();
    robot.interact(() -> {
      session.selection().selectOp(A);
      actions.adding().operator("", "Relu");
      actions.adding().operator("", "MaxPool");
      actions.adding().outputs();
    });
    var ops = session.project().network().ops();
    assertEquals(ops.get(2).outputs(), ops.get(3).inputs());
    assertEquals(
        ops.get(3).outputs().getFirst(), session.project().network().outputs().getFirst().name());
  }
}
