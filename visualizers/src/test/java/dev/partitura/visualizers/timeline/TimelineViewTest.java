package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import dev.partitura.visualizers.memory.MemoryTrack;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.text.Text;
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
class TimelineViewTest {
  private final FxRobot robot = new FxRobot();
  private final Session session = Sessions.empty();
  private @Nullable TimelineView shown;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(this::show);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void show(Stage stage) {
    session.appearance().motionProperty().set(false);
    var made = new TimelineView(session, List.of(new MemoryTrack()));
    shown = made;
    var scene = new Scene(made, 900, 400);
    session.appearance().dress(scene);
    stage.setScene(scene);
    // Where a window is centred is known only later than its events.
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  private TimelineView view() {
    return Objects.requireNonNull(shown);
  }

  @AfterEach
  void close() throws Exception {
    FxToolkit.cleanupStages();
  }

  private void run() throws Exception {
    robot.interact(() -> session.show(Sessions.pipelineRun(session)));
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> view().model().score() != null);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// As low as the views of a window of 1280×800 are, and as narrow as a torn-off one may be.
  @Test
  void whatTheHuesMeanIsSaidInALowWindowToo() throws Exception {
    run();
    var window = view().getScene().getWindow();
    double width = window.getWidth();
    double height = window.getHeight();
    size(420, 270);
    var legend = view().lookup(".timeline-legend");
    assertTrue(legend.isVisible());
    for (var label : legend.lookupAll(".label")) {
      var words = (Label) label;
      assertEquals(words.getText(), ((Text) words.lookup(".text")).getText());
      assertTrue(
          words.localToScene(words.getLayoutBounds()).getMaxX() <= view().getScene().getWidth());
    }
    size(width, height);
  }

  private void size(double width, double height) {
    robot.interact(() -> {
      view().getScene().getWindow().setWidth(width);
      view().getScene().getWindow().setHeight(height);
    });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private Node canvas() {
    return view().lookupAll("*").stream()
        .filter(ScoreCanvas.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /// The place of a moment in a row, on the screen.
  private Point2D place(int row, double nanos) {
    var canvas = canvas();
    var lane = Objects.requireNonNull(view().model().score()).rows().get(row);
    return canvas.localToScreen(
        ScoreCanvas.GUTTER + view().model().time().toScreen(nanos), Frame.HEAD + lane.laneMiddle());
  }

  @Test
  void anEmptyTimelineOffersToRun() throws Exception {
    assertTrue(robot.lookup(".empty-state").query().isVisible());
    run();
    assertFalse(robot.lookup(".empty-state").query().isVisible());
  }

  @Test
  void aRunUnderWayIsNamedUntilItEnds() throws Exception {
    var live = Sessions.pipelineRun(session);
    robot.interact(() -> session.results().underWayProperty().set(live));
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> view().model().score() != null);
    var label = robot.lookup("#under-way").<Label>query();
    assertTrue(label.isVisible());
    assertTrue(label.getText().contains("#" + live.number()), label.getText());
    robot.interact(() -> session.results().underWayProperty().set(null));
    assertFalse(label.isVisible());
  }

  @Test
  void aClickSelectsTheSpanAndItsOp() throws Exception {
    run();
    robot.clickOn(place(0, 3_500_000));
    assertEquals(1, session.selection().span());
    assertEquals(Set.of(new OpId("relu")), session.selection().ops());
    robot.clickOn(place(1, 1_000_000));
    assertTrue(session.selection().isEmpty());
  }

  @Test
  void aClickOnIdleTimeSelectsAllOfIt() throws Exception {
    run();
    robot.clickOn(place(2, 1_000_000));
    assertEquals(new Selection.Idle(1, 0, 4_500_000), session.selection().idle());
    robot.clickOn(place(0, 3_500_000));
    assertNull(session.selection().idle());
  }

  @Test
  void theRowsFillATallWindow() throws Exception {
    run();
    var score = Objects.requireNonNull(view().model().score());
    double room = canvas().getLayoutBounds().getHeight() - Frame.HEAD;
    assertTrue(score.height() > 0.8 * room, score.height() + " of " + room);
    assertTrue(score.height() <= room + 1, score.height() + " of " + room);
  }

  @Test
  void theTimelineSaysWhatIsSelected() throws Exception {
    run();
    robot.clickOn(place(0, 3_500_000));
    var said = canvas().getAccessibleText();
    assertTrue(said.contains("relu") && said.contains("CPU 0"), said);
  }

  @Test
  void theWheelZoomsAtThePointer() throws Exception {
    run();
    robot.moveTo(place(0, 3_500_000));
    double before = view().model().time().unitsPerPixel();
    double x = view().model().time().toScreen(3_500_000);
    robot.scroll(5, VerticalDirection.UP);
    assertTrue(view().model().time().unitsPerPixel() != before, "zoomed");
    // A pointer stands on a whole pixel.
    assertEquals(x, view().model().time().toScreen(3_500_000), 1.5);
  }

  @Test
  void draggingPansAndWithShiftSelectsTime() throws Exception {
    run();
    robot.clickOn(place(0, 3_500_000)).type(KeyCode.W, 5);
    double start = view().model().time().start();
    robot
        .moveTo(place(0, 3_500_000))
        .press(MouseButton.PRIMARY)
        .moveBy(-60, 0)
        .release(MouseButton.PRIMARY);
    assertTrue(view().model().time().start() > start);
    assertEquals(1, session.selection().span());
    robot.interact(() -> {
      shifted(MouseEvent.MOUSE_PRESSED, 3_200_000);
      shifted(MouseEvent.MOUSE_DRAGGED, 3_900_000);
      shifted(MouseEvent.MOUSE_RELEASED, 3_900_000);
    });
    var range = view().model().rangeProperty().get();
    assertNotNull(range);
    assertEquals(3_200_000, range.fromNanos(), 30_000.0);
    assertEquals(3_900_000, range.toNanos(), 30_000.0);
  }

  /// A mouse event with Shift, which the robot of the headless screen does not hand on.
  private void shifted(EventType<MouseEvent> type, double nanos) {
    var canvas = canvas();
    var at = canvas.localToScene(canvas.screenToLocal(place(0, nanos)));
    var pick = new PickResult(canvas, at.getX(), at.getY());
    canvas.fireEvent(
        new MouseEvent(
            type,
            at.getX(),
            at.getY(),
            0,
            0,
            MouseButton.PRIMARY,
            1,
            true,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            false,
            pick));
  }

  @Test
  void keysDoWhatTheySay() throws Exception {
    run();
    robot.clickOn(place(0, 3_500_000)).type(KeyCode.RIGHT);
    assertEquals(2, session.selection().span());
    var whole = view().model().time();
    robot.type(KeyCode.F);
    assertTrue(view().model().time().unitsPerPixel() < whole.unitsPerPixel());
    robot.type(KeyCode.M);
    assertEquals(1, view().model().marks().size());
    robot.write("/fc");
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals(2, view().model().foundProperty().get().size());
    robot.type(KeyCode.ENTER);
    assertEquals(Set.of(new OpId("fc")), session.selection().ops());
    robot.type(KeyCode.ESCAPE, KeyCode.ESCAPE);
    assertTrue(session.selection().isEmpty());
    robot.type(KeyCode.SPACE);
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> session.playhead().nanos() > 0);
    robot.type(KeyCode.SPACE);
    assertFalse(session.playhead().playingProperty().get());
  }

  @Test
  void selectingAnOpElsewhereMarksItsSpans() throws Exception {
    run();
    robot.interact(() -> session.selection().selectOp(new OpId("conv")));
    assertEquals(2, view().model().markedProperty().get().size());
  }

  @Test
  void pressingTheRulerPlacesThePlayhead() throws Exception {
    run();
    var start = place(0, 4_000_000);
    robot.clickOn(new Point2D(start.getX(), canvas().localToScreen(0, 8).getY()));
    assertEquals(4_000_000, session.playhead().nanos(), 30_000.0);
    assertTrue(session.playhead().visibleProperty().get());
  }
}
