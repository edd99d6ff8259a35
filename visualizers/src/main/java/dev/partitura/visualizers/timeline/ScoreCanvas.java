package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Travel;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.explain.IdleWords;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.beans.InvalidationListener;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import org.jspecify.annotations.Nullable;

/// The drawing of the timeline with the playhead over it. Draws at most once a frame, and only when
/// something changed.
final class ScoreCanvas extends Pane implements ZoomPan.Surface {
  static final double GUTTER = 152;

  private final TimelineModel model;
  private final Session session;
  private final Texts texts;
  private final Texts idleTexts;
  private final Canvas canvas = new Canvas();
  private final CanvasPen pen = new CanvasPen(canvas);
  private final TimelinePainter painter = new TimelinePainter();
  private final Line playheadLine = new Line();
  private final Polygon playheadKnob = new Polygon(-5, 0, 5, 0, 0, 7);
  private final Travel travel;
  private boolean stale = true;

  ScoreCanvas(TimelineModel model, Session session, Texts texts) {
    this.model = model;
    this.session = session;
    this.texts = texts;
    idleTexts = session.texts(IdleWords.class);
    canvas.setManaged(false);
    playheadLine.getStyleClass().add("playhead-line");
    playheadKnob.getStyleClass().add("playhead-knob");
    playheadLine.setManaged(false);
    playheadKnob.setManaged(false);
    playheadLine.setMouseTransparent(true);
    playheadKnob.setMouseTransparent(true);
    getChildren().addAll(canvas, playheadLine, playheadKnob);
    setMinSize(0, 0);
    travel =
        new Travel(
            this, session.appearance().motionProperty(), model::viewport, model::setViewport);
    model.setTravel(travel::to);
    InvalidationListener redraw = _ -> redraw();
    model.scoreProperty().addListener(_ -> travel.stop());
    model.scoreProperty().addListener(redraw);
    model.viewportProperty().addListener(redraw);
    model.coloringProperty().addListener(redraw);
    model.criticalPathShownProperty().addListener(redraw);
    model.foundProperty().addListener(redraw);
    model.markedProperty().addListener(redraw);
    model.rangeProperty().addListener(redraw);
    model.marks().addListener(redraw);
    session.selection().whenChanged(this::redraw);
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

  @Override
  public Viewport viewport() {
    return model.viewport();
  }

  @Override
  public void setViewport(Viewport next) {
    travel.stop();
    model.setViewport(next);
  }

  @Override
  public void fit() {
    model.fitAll();
  }

  @Override
  public void fitSelection() {
    model.fitSelection();
  }

  @Override
  public double left() {
    return GUTTER;
  }

  @Override
  public double top() {
    return Frame.HEAD;
  }

  /// The row at a height of this pane, or null.
  @Nullable Row rowAt(double y) {
    var score = model.score();
    double inRows = model.viewport().toWorldY(y - Frame.HEAD);
    if (score == null || y < Frame.HEAD - 6) {
      return null;
    }
    return score.rows().stream()
        .filter(row -> inRows >= row.laneTop() - 4 && inRows < row.laneBottom() + 4)
        .findFirst()
        .orElse(null);
  }

  /// The span at a place of this pane, or -1.
  int spanAt(double x, double y) {
    var row = rowAt(y);
    return row == null || x < GUTTER
        ? TimelineModel.NO_SPAN
        : model.picking().spanAt(row, x - GUTTER);
  }

  /// What the hover card says of a place of this pane, or null.
  HoverCard.@Nullable Text cardAt(double x, double y) {
    var score = model.score();
    var row = rowAt(y);
    if (score == null || row == null || x < GUTTER) {
      return null;
    }
    double nanos = model.time().toWorld(x - GUTTER);
    if (row.content() != null) {
      return nanos < 0 || nanos > score.durationNanos()
          ? null
          : row.content().at(nanos, model.time().unitsPerPixel());
    }
    int span = model.picking().spanAt(row, x - GUTTER);
    var gap = span == TimelineModel.NO_SPAN ? score.gapAt(row, nanos) : null;
    return span != TimelineModel.NO_SPAN
        ? SpanCard.of(score, span, texts)
        : gap == null ? null : GapCard.of(score, gap, idleTexts);
  }

  @Override
  protected void layoutChildren() {
    double width = Math.max(1, getWidth());
    double height = Math.max(1, getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      model.resize(width - GUTTER, height - Frame.HEAD);
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
        session.palette(),
        texts,
        model.coloring(),
        model.foundProperty().get(),
        model.markedProperty().get(),
        model.selected(),
        model.criticalPath(),
        model.rangeProperty().get(),
        model.marks(),
        model.isOfShownRun() ? session.selection().idle() : null);
  }

  private void placePlayhead() {
    double x = Pen.crisp(GUTTER + model.time().toScreen(session.playhead().nanos()));
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
