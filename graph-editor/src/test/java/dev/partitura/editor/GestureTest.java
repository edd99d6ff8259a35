package dev.partitura.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.edit.AddInput;
import dev.partitura.editor.edit.AddOp;
import dev.partitura.editor.routing.Route;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Every kind of gesture on the graph, by events made here: no window is needed.
@Tag("fx")
class GestureTest {
  private static final OpId A = new OpId("a");
  private static final OpId B = new OpId("b");
  private static final OpId C = new OpId("c");

  private final Session session =
      new Session(Projects.empty(), new Appearance(Theme.DARK, Language.ENGLISH));
  private @Nullable NetworkEditor shown;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    fx(() -> {
      session.appearance().motionProperty().set(false);
      session.apply(
          new AddInput("x", TensorType.of(DataType.FLOAT, 1, 3, 8, 8), new Position(0, 0), ""));
      session.apply(new AddOp("", "Relu", A, new Position(200, 0), "x", ""));
      session.apply(new AddOp("", "Relu", B, new Position(400, 0), "a:0", ""));
      session.apply(new AddOp("", "Relu", C, new Position(400, 160), null, ""));
      var made = new NetworkEditor(session);
      shown = made;
      session.appearance().dress(new Scene(made, 900, 600));
    });
    settle();
  }

  private static void fx(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(20_000, action);
  }

  /// Waits for the layout and draws, so that the viewport fits.
  private void settle() throws Exception {
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
    fx(() -> {
      Objects.requireNonNull(shown).applyCss();
      Objects.requireNonNull(shown).layout();
    });
  }

  private GraphCanvas canvas() {
    return Objects.requireNonNull(shown).canvas();
  }

  private double x(OpId id, double side) {
    int item = Objects.requireNonNull(canvas().drawing().sketch().indexes().get(id));
    double half = canvas().drawing().box(item).width() / 2;
    return canvas().viewport().toScreenX(canvas().drawing().xs()[item] + side * half);
  }

  private double y(OpId id) {
    int item = Objects.requireNonNull(canvas().drawing().sketch().indexes().get(id));
    return canvas().viewport().toScreenY(canvas().drawing().ys()[item]);
  }

  private Hand hand() {
    return Hand.on(canvas());
  }

  private void key(KeyCode code) {
    canvas()
        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private String input(OpId op) {
    return session.project().network().ops().stream()
        .filter(each -> each.id().equals(op))
        .findFirst()
        .orElseThrow()
        .inputs()
        .getFirst();
  }

  @Test
  void theMiddleButtonAndTheSpaceBarPan() {
    fx(() -> {
      var before = canvas().viewport();
      hand().with(MouseButton.MIDDLE).drag(450, 300, 500, 320);
      assertEquals(before.toScreenX(0) + 50, canvas().viewport().toScreenX(0), 1e-9);
      assertEquals(before.toScreenY(0) + 20, canvas().viewport().toScreenY(0), 1e-9);
      key(KeyCode.SPACE);
      hand().drag(x(A, 0), y(A), x(A, 0) - 50, y(A) - 20);
      assertEquals(before.toScreenX(0), canvas().viewport().toScreenX(0), 1e-9);
      assertTrue(session.selection().isEmpty());
    });
  }

  @Test
  void theOtherButtonSelectsWhatItsMenuIsFor() {
    fx(() -> {
      hand().with(MouseButton.SECONDARY).click(x(A, 0), y(A));
      assertEquals(Set.of(A), session.selection().ops());
      session.selection().selectOps(Set.of(A, B));
      hand().with(MouseButton.SECONDARY).click(x(B, 0), y(B));
      assertEquals(Set.of(A, B), session.selection().ops());
    });
  }

  @Test
  void shiftAndCtrlTakeNodesInAndOut() {
    fx(() -> {
      hand().click(x(A, 0), y(A));
      hand().withShift().click(x(B, 0), y(B));
      assertEquals(Set.of(A, B), session.selection().ops());
      hand().withShortcut().click(x(A, 0), y(A));
      assertEquals(Set.of(B), session.selection().ops());
    });
  }

  @Test
  void aMarqueeWithShiftAddsAndAClickBesideAllClears() {
    fx(() -> {
      session.selection().selectOp(A);
      hand().withShift().drag(x(C, -1) - 20, y(C) - 40, x(C, 1) + 20, y(C) + 40);
      assertEquals(Set.of(A, C), session.selection().ops());
      hand().click(x(C, 1) + 60, y(C) + 60);
      assertTrue(session.selection().isEmpty());
    });
  }

  @Test
  void aPressOnAWireSelectsIt() {
    fx(() -> {
      var drawing = canvas().drawing();
      int wire = 0;
      while (!drawing.sketch().wires().get(wire).value().equals("a:0")) {
        wire++;
      }
      var route = drawing.routes().get(wire);
      var view = canvas().viewport();
      hand().click(view.toScreenX(Route.x(route, 0.5)), view.toScreenY(Route.y(route, 0.5)));
      assertEquals(Set.of(new Selection.Edge("a:0", B)), session.selection().edges());
    });
  }

  @Test
  void anEdgePickedUpByItsEndIsPutElsewhereOrDropped() {
    fx(() -> {
      hand().drag(x(B, -1), y(B), x(C, -1), y(C));
      assertEquals("a:0", input(C));
      assertEquals("", input(B));
      session.history().undo();
      assertEquals("a:0", input(B));
      hand().drag(x(B, -1), y(B), x(B, -1), y(B) - 120);
      assertEquals("", input(B));
      session.history().undo();
      hand().drag(x(B, -1), y(B), x(B, -1) + 1, y(B) + 1);
      assertEquals("a:0", input(B));
    });
  }

  @Test
  void aClickOnAnOutputSelectsItsNode() {
    fx(() -> {
      hand().click(x(A, 1), y(A));
      assertEquals(Set.of(A), session.selection().ops());
    });
  }

  @Test
  void aRectangleOfTheBrushPaintsWhatItTouches() {
    fx(() -> {
      session.brushProperty().set(Projects.CPU1);
      hand().drag(x(B, -1) - 15, y(B) - 45, x(B, 1) + 20, y(C) + 40);
      var plan = session.project().plan();
      assertEquals(Projects.CPU1, plan.meshOf(B).devices().getFirst());
      assertEquals(Projects.CPU1, plan.meshOf(C).devices().getFirst());
      assertEquals(Projects.CPU0, plan.meshOf(A).devices().getFirst());
      session.history().undo();
      assertEquals(Projects.CPU0, session.project().plan().meshOf(B).devices().getFirst());
    });
  }

  @Test
  void escTakesBackTheStrokeOrTheMoveThatIsUnderWay() {
    fx(() -> {
      var before = session.project();
      hand().press(x(B, 0), y(B)).drag(x(B, 0), y(B) + 90);
      assertFalse(before.equals(session.project()));
      key(KeyCode.ESCAPE);
      assertEquals(before, session.project());
      session.brushProperty().set(Projects.CPU1);
      hand().press(x(B, 0), y(B));
      assertEquals(Projects.CPU1, session.project().plan().meshOf(B).devices().getFirst());
      key(KeyCode.ESCAPE);
      assertEquals(before, session.project());
      assertEquals(Projects.CPU1, session.brushProperty().get());
    });
  }

  @Test
  void aMovedNodeSnapsToTheLinesOfTheOthers() {
    fx(() -> {
      double scale = canvas().viewport().scale();
      hand().drag(x(C, 0), y(C), x(C, 0) + 3, y(C) + 60 * scale);
      assertEquals(new Position(400, 220), session.project().diagram().positions().get(C));
    });
  }

  @Test
  void aDoubleClickOpensABlockAndItsHeadClosesIt() throws Exception {
    fx(() -> {
      var network = SampleModels.network("lenet");
      var diagram = new Diagram(Map.of(), Set.of("conv1"));
      session.open(
          new Project(network, session.project().cluster(), session.project().plan(), diagram),
          null,
          true);
    });
    settle();
    fx(() -> {
      var block = block("conv1");
      hand().twice().click(x(block, 0), y(block));
      assertEquals(Set.of(), session.project().diagram().collapsed());
    });
    settle();
    fx(() -> {
      var frames = canvas().drawing().sketch().frames();
      int frame = 0;
      while (!frames.get(frame).block().path().equals("conv1")) {
        frame++;
      }
      var box = canvas().drawing().frames().get(frame);
      var view = canvas().viewport();
      double atX = view.toScreenX(box.right() - 20);
      double atY = view.toScreenY(box.top() + 10);
      hand().click(atX, atY);
      assertEquals(3, session.selection().ops().size());
      session.brushProperty().set(Projects.CPU1);
      hand().click(atX, atY);
      for (var op : session.selection().ops()) {
        assertEquals(Projects.CPU1, session.project().plan().meshOf(op).devices().getFirst());
      }
      session.brushProperty().set(null);
      hand().twice().click(atX, atY);
      assertEquals(Set.of("conv1"), session.project().diagram().collapsed());
    });
  }

  private OpId block(String path) {
    return canvas().drawing().items().stream()
        .filter(item -> item.block() != null && item.block().path().equals(path))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void wheelPinchAndKeysMoveTheViewport() {
    fx(() -> {
      var before = canvas().viewport();
      var at = canvas().localToScene(300, 200);
      wheel(0, 40, true);
      assertEquals(before.toScreenX(0) + 40, canvas().viewport().toScreenX(0), 1e-9);
      wheel(-40, 0, false);
      assertEquals(before.toScreenX(0), canvas().viewport().toScreenX(0), 1e-9);
      canvas()
          .fireEvent(
              new ZoomEvent(
                  ZoomEvent.ZOOM,
                  at.getX(),
                  at.getY(),
                  at.getX(),
                  at.getY(),
                  false,
                  false,
                  false,
                  false,
                  false,
                  false,
                  1.5,
                  1.5,
                  null));
      assertEquals(before.scale() * 1.5, canvas().viewport().scale(), 1e-9);
      assertEquals(before.toWorldX(300), canvas().viewport().toWorldX(300), 1e-9);
      key(KeyCode.S);
      assertEquals(before.scale() * 1.2, canvas().viewport().scale(), 1e-9);
      key(KeyCode.PLUS);
      assertEquals(before.scale() * 1.5, canvas().viewport().scale(), 1e-9);
      double left = canvas().viewport().toScreenX(0);
      key(KeyCode.A);
      assertEquals(left + 60, canvas().viewport().toScreenX(0), 1e-9);
      key(KeyCode.LEFT);
      assertEquals(left + 100, canvas().viewport().toScreenX(0), 1e-9);
      session.selection().selectOp(C);
      key(KeyCode.F);
      assertEquals(canvas().getWidth() / 2, x(C, 0), 1);
      key(KeyCode.HOME);
      Objects.requireNonNull(shown).layout();
      assertEquals(before, canvas().viewport());
    });
  }

  private void wheel(double dx, double dy, boolean shift) {
    canvas()
        .fireEvent(
            new ScrollEvent(
                ScrollEvent.SCROLL,
                300,
                200,
                300,
                200,
                shift,
                false,
                false,
                false,
                false,
                false,
                dx,
                dy,
                dx,
                dy,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null));
  }
}
