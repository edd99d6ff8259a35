package dev.partitura.visualizers.timeline;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.painter.CanvasPen;
import javafx.beans.InvalidationListener;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import org.jspecify.annotations.Nullable;

/// The drawing of the timeline with the playhead over it. Draws at most once a frame, and only when
/// something changed.
final class ScoreCanvas extends Pane {
  static final double GUTTER = 152;

  private final TimelineModel model;
  private final Session session;
  private final Texts texts;
  private final Canvas canvas = new Canvas();
  private final CanvasPen pen = new CanvasPen(canvas.getGraphicsContext2D());
  private final TimelinePainter painter = new TimelinePainter();
  private final Line playheadLine = new Line();
  private final Polygon playheadKnob = new Polygon(-5, 0, 5, 0, 0, 7);
  private double scroll;
  private boolean stale = true;

  ScoreCanvas(TimelineModel model, Session session, Texts texts) {
    this.model = model;
    this.session = session;
    this.texts = texts;
    canvas.setManaged(false);
    playheadLine.getStyleClass().add("playhead-line");
    playheadKnob.getStyleClass().add("playhead-knob");
    playheadLine.setManaged(false);
    playheadKnob.setManaged(false);
    playheadLine.setMouseTransparent(true);
    playheadKnob.setMouseTransparent(true);
    getChildren().addAll(canvas, playheadLine, playheadKnob);
    setMinSize(0, 0);
    InvalidationListener redraw = _ -> redraw();
    model.scoreProperty().addListener(_ -> scrollTo(0));
    model.scoreProperty().addListener(redraw);
    model.viewportProperty().addListener(redraw);
    model.coloringProperty().addListener(redraw);
    model.criticalPathShownProperty().addListener(redraw);
    model.foundProperty().addListener(redraw);
    model.markedProperty().addListener(redraw);
    model.rangeProperty().addListener(redraw);
    model.marks().addListener(redraw);
    session.selection().spanProperty().addListener(redraw);
    session.appearance().paletteProperty().addListener(redraw);
    InvalidationListener move = _ -> placePlayhead();
    session.playhead().nanosProperty().addListener(move);
    session.playhead().visibleProperty().addListener(move);
    model.viewportProperty().addListener(move);
    placePlayhead();
  }

  private void redraw() {
    stale = true;
    requestLayout();
  }

  /// Moves the rows up by so many pixels, as far as there are any.
  void scrollTo(double pixels) {
    var score = model.score();
    double most = score == null ? 0 : Math.max(0, Frame.HEAD + score.height() - getHeight());
    scroll = Math.clamp(pixels, 0, most);
    redraw();
  }

  double scroll() {
    return scroll;
  }

  /// The row at a height of this pane, or null.
  @Nullable Row rowAt(double y) {
    var score = model.score();
    double inRows = y - Frame.HEAD + scroll;
    if (score == null || y < Frame.HEAD - 6) {
      return null;
    }
    return score.rows().stream()
        .filter(row -> inRows >= row.laneTop() - 4 && inRows < row.laneBottom() + 4)
        .findFirst()
        .orElse(null);
  }

  @Override
  protected void layoutChildren() {
    double width = Math.max(1, getWidth());
    double height = Math.max(1, getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      model.resize(Math.max(1, width - GUTTER));
      scrollTo(scroll);
      stale = true;
      placePlayhead();
    }
    if (stale) {
      stale = false;
      draw();
    }
  }

  private void draw() {
    pen.begin(canvas.getWidth(), canvas.getHeight());
    var score = model.score();
    if (score != null) {
      painter.paint(pen, frame(score));
    }
    pen.end();
  }

  private Frame frame(Score score) {
    return new Frame(
        score,
        model.viewport(),
        GUTTER,
        canvas.getHeight(),
        scroll,
        session.palette(),
        texts,
        model.coloring(),
        model.foundProperty().get(),
        model.markedProperty().get(),
        model.selected(),
        model.criticalPath(),
        model.rangeProperty().get(),
        model.marks());
  }

  private void placePlayhead() {
    double x = Math.round(GUTTER + model.viewport().x(session.playhead().nanos())) + 0.5;
    boolean shown =
        session.playhead().visibleProperty().get()
            && model.score() != null
            && x >= GUTTER
            && x <= getWidth();
    playheadLine.setVisible(shown);
    playheadKnob.setVisible(shown);
    playheadLine.setStartX(x);
    playheadLine.setEndX(x);
    playheadLine.setStartY(2);
    playheadLine.setEndY(getHeight());
    playheadKnob.setTranslateX(x);
    playheadKnob.setTranslateY(2);
  }
}
