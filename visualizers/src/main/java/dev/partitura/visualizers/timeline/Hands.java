package dev.partitura.visualizers.timeline;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/// What pointer and keys do on the timeline.
final class Hands {
  private static final double RULER = 20;
  private static final double CLICK = 3;
  private static final double STEP = 60;

  private final TimelineModel model;
  private final Session session;
  private final ScoreCanvas canvas;
  private final HoverCardPane card;
  private final Texts texts;
  private final Runnable find;
  private Drag drag = Drag.NONE;
  private boolean moved;
  private double pressX;
  private double pressY;
  private double lastX;
  private double lastY;
  private double pointerX = Double.NaN;

  private enum Drag {
    NONE,
    PAN,
    RANGE,
    SCRUB
  }

  /// @param find puts the cursor into the search field
  Hands(
      TimelineModel model,
      Session session,
      ScoreCanvas canvas,
      HoverCardPane card,
      Texts texts,
      Runnable find) {
    this.model = model;
    this.session = session;
    this.canvas = canvas;
    this.card = card;
    this.texts = texts;
    this.find = find;
    canvas.setFocusTraversable(true);
    canvas.setOnMousePressed(this::pressed);
    canvas.setOnMouseDragged(this::dragged);
    canvas.setOnMouseReleased(this::released);
    canvas.setOnMouseMoved(this::moved);
    canvas.setOnMouseExited(_ -> left());
    canvas.setOnScroll(this::scrolled);
    canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    canvas.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
  }

  private static double timeX(double x) {
    return x - ScoreCanvas.GUTTER;
  }

  private void pressed(MouseEvent event) {
    canvas.requestFocus();
    card.hide();
    pressX = event.getX();
    pressY = event.getY();
    lastX = pressX;
    lastY = pressY;
    moved = false;
    if (event.getButton() != MouseButton.PRIMARY && event.getButton() != MouseButton.MIDDLE) {
      return;
    }
    drag =
        event.getY() < RULER && event.getX() > ScoreCanvas.GUTTER
            ? Drag.SCRUB
            : event.isShiftDown() ? Drag.RANGE : Drag.PAN;
    if (drag == Drag.SCRUB) {
      scrub(event);
    }
    event.consume();
  }

  private void dragged(MouseEvent event) {
    switch (drag) {
      case NONE -> {}
      case SCRUB -> scrub(event);
      case RANGE ->
          model.selectRange(
              model.viewport().nanos(timeX(pressX)), model.viewport().nanos(timeX(event.getX())));
      case PAN -> {
        if (isClick(event)) {
          return;
        }
        moved = true;
        canvas.setCursor(Cursor.CLOSED_HAND);
        model.pan(lastX - event.getX());
        canvas.scrollTo(canvas.scroll() + lastY - event.getY());
      }
    }
    lastX = event.getX();
    lastY = event.getY();
    event.consume();
  }

  private void released(MouseEvent event) {
    if (drag == Drag.PAN && isClick(event) && event.getButton() == MouseButton.PRIMARY) {
      click(event);
    }
    drag = Drag.NONE;
    canvas.setCursor(Cursor.DEFAULT);
    event.consume();
  }

  private boolean isClick(MouseEvent event) {
    return !moved && Math.hypot(event.getX() - pressX, event.getY() - pressY) <= CLICK;
  }

  private void click(MouseEvent event) {
    int span = spanAt(event.getX(), event.getY());
    model.select(span);
    if (event.getClickCount() == 2 && span != TimelineModel.NO_SPAN) {
      model.fitSelection();
    }
  }

  private void scrub(MouseEvent event) {
    var score = model.score();
    if (score != null) {
      double nanos =
          Math.clamp(model.viewport().nanos(timeX(event.getX())), 0, score.durationNanos());
      session.playhead().moveTo(Math.round(nanos));
    }
  }

  private int spanAt(double x, double y) {
    var row = canvas.rowAt(y);
    return row == null || x < ScoreCanvas.GUTTER
        ? TimelineModel.NO_SPAN
        : model.spanAt(row, timeX(x));
  }

  private void moved(MouseEvent event) {
    pointerX = timeX(event.getX());
    var score = model.score();
    int span = spanAt(event.getX(), event.getY());
    if (score == null || span == TimelineModel.NO_SPAN) {
      card.hide();
    } else {
      card.show(
          HoverCard.of(score, span, texts),
          event.getX(),
          event.getY(),
          canvas.getWidth(),
          canvas.getHeight());
    }
  }

  private void left() {
    pointerX = Double.NaN;
    card.hide();
  }

  private void scrolled(ScrollEvent event) {
    card.hide();
    boolean inGutter = event.getX() < ScoreCanvas.GUTTER;
    if (inGutter) {
      canvas.scrollTo(canvas.scroll() - event.getDeltaY());
    } else if (Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
      model.pan(-event.getDeltaX());
    } else if (event.isShiftDown()) {
      model.pan(-event.getDeltaY());
    } else if (event.getDeltaY() != 0) {
      model.zoom(Math.pow(1.0025, -event.getDeltaY()), timeX(event.getX()));
    }
    event.consume();
  }

  /// The slash is answered when it is typed: on its press the field would get the focus first and
  /// then the slash too.
  private void typed(KeyEvent event) {
    if (event.getCharacter().equals("/")) {
      find.run();
      event.consume();
    }
  }

  private void key(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    double at = Double.isNaN(pointerX) || pointerX < 0 ? model.viewport().width() / 2 : pointerX;
    boolean known = true;
    switch (event.getCode()) {
      case W -> model.zoom(0.8, at);
      case S -> model.zoom(1.25, at);
      case A -> model.pan(-STEP);
      case D -> model.pan(STEP);
      case F -> model.fitSelection();
      case M -> model.toggleMark(model.viewport().nanos(at));
      case LEFT -> model.step(-1);
      case RIGHT -> model.step(1);
      case UP -> model.stepRow(-1);
      case DOWN -> model.stepRow(1);
      case SPACE ->
          session.playhead().playingProperty().set(!session.playhead().playingProperty().get());
      case ESCAPE -> model.escape();
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }
}
