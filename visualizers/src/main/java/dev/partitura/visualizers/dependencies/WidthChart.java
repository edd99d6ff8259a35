package dev.partitura.visualizers.dependencies;

import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.Arrays;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;

/// How many tasks could run at each moment, against how many did and how many workers there are. A
/// press places the playhead.
final class WidthChart extends Pane {
  private static final double HEIGHT = 104;
  private static final double LEFT = 26;
  private static final double BOTTOM = 16;
  private static final double TOP = 6;

  /// Between numbers at the side, which else lie on each other.
  private static final double LINE = 14;

  private final DependencesModel model;
  private final Session session;
  private final Texts texts;
  private final Canvas canvas = new Canvas();
  private final CanvasPen pen = new CanvasPen(canvas);

  WidthChart(DependencesModel model, Session session, Texts texts) {
    this.model = model;
    this.session = session;
    this.texts = texts;
    canvas.setManaged(false);
    getChildren().add(canvas);
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    InvalidationListener redraw = _ -> requestLayout();
    model.mapProperty().addListener(redraw);
    session.playhead().nanosProperty().addListener(redraw);
    session.playhead().visibleProperty().addListener(redraw);
    session.appearance().paletteProperty().addListener(redraw);
    setOnMousePressed(event -> place(event.getX()));
    setOnMouseDragged(event -> place(event.getX()));
  }

  private void place(double x) {
    var map = model.map();
    if (map != null) {
      double share = Math.clamp((x - LEFT) / Math.max(1, getWidth() - LEFT), 0, 1);
      session.playhead().moveTo(Math.round(share * map.trace().durationNanos()));
    }
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(Math.max(1, getWidth()));
    canvas.setHeight(HEIGHT);
    pen.begin(canvas.getWidth(), HEIGHT);
    var map = model.map();
    if (map != null) {
      boolean placed = session.playhead().visibleProperty().get();
      paint(
          pen,
          map,
          session.palette(),
          canvas.getWidth(),
          placed ? session.playhead().nanos() : null);
      setAccessibleText(spoken(map));
    }
    pen.end();
  }

  private String spoken(LevelMap map) {
    var width = map.width();
    return texts.get(
        "width.spoken",
        Format.digits(mean(width.possible())),
        Format.digits(mean(width.running())),
        width.workers());
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /// @param moment of the playhead, or null where nobody placed it
  static void paint(Pen pen, LevelMap map, Palette palette, double width, @Nullable Long moment) {
    var of = map.width();
    double most = Math.max(of.workers(), Arrays.stream(of.possible()).max().orElse(1)) * 1.1;
    double plot = HEIGHT - BOTTOM - TOP;
    int columns = (int) Math.max(1, width - LEFT);
    pen.fill(LEFT, TOP, columns, plot, palette.canvas());
    area(pen, of.possible(), columns, most, palette.canvas().interpolate(palette.accent(), 0.35));
    area(pen, of.running(), columns, most, palette.accent());
    double workers = Pen.crisp(y(of.workers(), most));
    pen.line(LEFT, workers, width, workers, palette.text(), Stroke.DASHED);
    pen.label(
        Integer.toString(of.workers()),
        2,
        workers,
        Pen.Anchor.START,
        Lettering.NUMBER,
        palette.text());
    double zero = HEIGHT - BOTTOM - 3;
    if (zero - workers > LINE) {
      pen.label("0", 2, zero, Pen.Anchor.START, Lettering.NUMBER, palette.muted());
    }
    var end = Format.time(map.trace().durationNanos());
    pen.text(
        end,
        width - pen.textWidth(end, Lettering.NUMBER) - 2,
        HEIGHT - 4,
        Lettering.NUMBER,
        palette.muted());
    pen.text("0", LEFT, HEIGHT - 4, Lettering.NUMBER, palette.muted());
    if (moment != null) {
      double x =
          Pen.crisp(LEFT + columns * (double) moment / Math.max(1, map.trace().durationNanos()));
      pen.line(x, TOP, x, HEIGHT - BOTTOM, palette.text(), Stroke.MEDIUM);
    }
  }

  private static double y(double value, double most) {
    return HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP);
  }

  private static void area(
      Pen pen, double[] values, int columns, double most, javafx.scene.paint.Color color) {
    var xs = new double[columns + 2];
    var ys = new double[columns + 2];
    for (int column = 0; column < columns; column++) {
      int from = (int) ((long) column * values.length / columns);
      int to = (int) Math.max(from + 1, (long) (column + 1) * values.length / columns);
      double sum = 0;
      for (int bin = from; bin < to; bin++) {
        sum += values[bin];
      }
      xs[column] = LEFT + column;
      ys[column] = y(sum / (to - from), most);
    }
    xs[columns] = LEFT + columns - 1;
    ys[columns] = HEIGHT - BOTTOM;
    xs[columns + 1] = LEFT;
    ys[columns + 1] = HEIGHT - BOTTOM;
    pen.area(xs, ys, columns + 2, color);
  }
}
