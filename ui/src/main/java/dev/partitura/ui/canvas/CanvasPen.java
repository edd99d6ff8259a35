package dev.partitura.ui.canvas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Draws on a canvas. Columns go through one buffer of pixels, which costs the same however many
/// there are. Fonts, widths and cut texts are kept. On the FX thread.
public final class CanvasPen implements Pen {
  private static final double HATCH_STEP = 6;

  /// Of small letters with what reaches above and below them, in sizes of the font.
  private static final double MIDDLE = 0.33;

  private static final double HALF = 0.45;

  private final GraphicsContext canvas;
  private final KeptLettering letters = new KeptLettering();
  private final PixelRows rows = new PixelRows();
  private final Curves curves = new CanvasCurves();
  private final Deque<Box> clips = new ArrayDeque<>();
  private @Nullable Writings writings;

  public CanvasPen(Canvas canvas) {
    this.canvas = canvas.getGraphicsContext2D();
    this.canvas.setImageSmoothing(false);
  }

  /// Begins a picture of this size on an empty canvas.
  public void begin(double width, double height) {
    canvas.clearRect(0, 0, width, height);
    writings = Writings.of(canvas.getCanvas());
    if (writings != null) {
      writings.clear();
      clips.clear();
      clips.push(new Box(0, 0, width, height));
    }
    rows.begin((int) Math.ceil(width), (int) Math.ceil(height));
  }

  /// Hands the columns to the screen; call it when the picture is done.
  public void end() {
    rows.end();
  }

  @Override
  public void fill(double x, double y, double width, double height, Color color) {
    canvas.setFill(color);
    canvas.fillRect(x, y, width, height);
  }

  @Override
  public void fillRound(
      double x, double y, double width, double height, double radius, Color color) {
    canvas.setFill(color);
    if (radius > 0) {
      canvas.fillRoundRect(x, y, width, height, radius * 2, radius * 2);
    } else {
      canvas.fillRect(x, y, width, height);
    }
  }

  @Override
  public void outline(
      double x, double y, double width, double height, double radius, Color color, Stroke stroke) {
    stroke(color, stroke);
    if (radius > 0) {
      canvas.strokeRoundRect(x, y, width, height, radius * 2, radius * 2);
    } else {
      canvas.strokeRect(x, y, width, height);
    }
  }

  @Override
  public void disc(double x, double y, double radius, Color color) {
    canvas.setFill(color);
    canvas.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  @Override
  public void ring(double x, double y, double radius, Color color, Stroke stroke) {
    stroke(color, stroke);
    canvas.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Color color, Stroke stroke) {
    stroke(color, stroke);
    canvas.strokeLine(x1, y1, x2, y2);
  }

  @Override
  public void path(double[] xs, double[] ys, int count, Color color, Stroke stroke) {
    stroke(color, stroke);
    canvas.strokePolyline(xs, ys, count);
  }

  @Override
  public void curves(Color color, Stroke stroke, Consumer<Curves> drawn) {
    stroke(color, stroke);
    canvas.beginPath();
    drawn.accept(curves);
    canvas.stroke();
  }

  @Override
  public void area(double[] xs, double[] ys, int count, Color color) {
    canvas.setFill(color);
    canvas.fillPolygon(xs, ys, count);
  }

  @Override
  public void arrow(double x1, double y1, double x2, double y2, Color color, Stroke stroke) {
    double bend = Math.max(12, Math.abs(x2 - x1) / 2);
    curves(
        color,
        stroke,
        curve -> {
          curve.moveTo(x1, y1);
          curve.curveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
        });
    area(new double[] {x2, x2 - 6, x2 - 6}, new double[] {y2, y2 - 3.5, y2 + 3.5}, 3, color);
  }

  @Override
  public void hatch(double x, double y, double width, double height, Color color) {
    // The lines stand on a grid of the picture, so that hatches do not swim when an edge moves.
    double first = Math.ceil((x - height) / HATCH_STEP) * HATCH_STEP;
    curves(
        color,
        Stroke.THIN,
        lines -> {
          for (double left = first; left < x + width; left += HATCH_STEP) {
            double from = Math.max(left, x);
            double to = Math.min(left + height, x + width);
            lines.moveTo(from, y + height - (from - left));
            lines.lineTo(to, y + height - (to - left));
          }
        });
  }

  @Override
  public void columns(int x, double y, double height, int[] colors) {
    rows.draw(canvas, x, (int) Math.round(y), (int) Math.round(height), colors);
  }

  @Override
  public void pixels(int width, int height, int[] argb) {
    rows.drawAll(canvas, width, height, argb);
  }

  @Override
  public void text(String text, double x, double baseline, Lettering lettering, Color color) {
    write(text, x, baseline, VPos.BASELINE, TextAlignment.LEFT, lettering, color);
  }

  @Override
  public void label(
      String text, double x, double middle, Anchor anchor, Lettering lettering, Color color) {
    var alignment = anchor == Anchor.START ? TextAlignment.LEFT : TextAlignment.CENTER;
    write(text, x, middle, VPos.CENTER, alignment, lettering, color);
  }

  private void write(
      String text,
      double x,
      double y,
      VPos baseline,
      TextAlignment alignment,
      Lettering lettering,
      Color color) {
    canvas.setTextBaseline(baseline);
    canvas.setTextAlign(alignment);
    canvas.setFont(letters.font(lettering));
    canvas.setFill(color);
    canvas.fillText(text, x, y);
    if (writings != null) {
      note(writings, text, x, y, baseline, alignment, lettering, color);
    }
  }

  private void note(
      Writings notes,
      String text,
      double x,
      double y,
      VPos baseline,
      TextAlignment alignment,
      Lettering lettering,
      Color color) {
    double width = textWidth(text, lettering);
    double left = alignment == TextAlignment.LEFT ? x : x - width / 2;
    double middle = baseline == VPos.CENTER ? y : y - lettering.size() * MIDDLE;
    double half = lettering.size() * HALF;
    var box = new Box(left, middle - half, left + width, middle + half);
    notes.add(new Writings.Writing(text, box, clips.getFirst(), color));
  }

  @Override
  public double textWidth(String text, Lettering lettering) {
    return letters.width(text, lettering);
  }

  @Override
  public String fit(String text, double width, Lettering lettering) {
    int room = (int) width;
    return letters.fit(text, room, lettering, () -> Pen.super.fit(text, room, lettering));
  }

  @Override
  public String fitPath(String path, double width, Lettering lettering) {
    int room = (int) width;
    return letters.fitPath(path, room, lettering, () -> Pen.super.fitPath(path, room, lettering));
  }

  /// {@inheritDoc} The edges are moved to whole pixels: the toolkit cuts along those for nothing,
  /// but along others it draws each shape by itself through a mask as large as the picture.
  @Override
  public void clip(double x, double y, double width, double height) {
    double left = Math.rint(x);
    double top = Math.rint(y);
    double right = Math.rint(x + width);
    double bottom = Math.rint(y + height);
    canvas.save();
    canvas.beginPath();
    canvas.rect(left, top, right - left, bottom - top);
    canvas.clip();
    if (writings != null) {
      clips.push(clips.getFirst().common(new Box(left, top, right, bottom)));
    }
  }

  @Override
  public void unclip() {
    canvas.restore();
    if (writings != null) {
      clips.pop();
    }
  }

  private void stroke(Color color, Stroke stroke) {
    canvas.setStroke(color);
    canvas.setLineWidth(stroke.width());
    canvas.setLineCap(
        stroke.corner() == Stroke.Corner.ROUND ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
    canvas.setLineJoin(
        switch (stroke.corner()) {
          case SHARP -> StrokeLineJoin.MITER;
          case ROUND -> StrokeLineJoin.ROUND;
          case CUT -> StrokeLineJoin.BEVEL;
        });
    if (stroke.isDashed()) {
      canvas.setLineDashes(stroke.dash(), stroke.gap());
    } else {
      canvas.setLineDashes((double[]) null);
    }
  }

  private final class CanvasCurves implements Curves {
    @Override
    public void moveTo(double x, double y) {
      canvas.moveTo(x, y);
    }

    @Override
    public void lineTo(double x, double y) {
      canvas.lineTo(x, y);
    }

    @Override
    public void curveTo(double x1, double y1, double x2, double y2, double x, double y) {
      canvas.bezierCurveTo(x1, y1, x2, y2, x, y);
    }

    @Override
    public void cornerTo(double x1, double y1, double x2, double y2, double radius) {
      canvas.arcTo(x1, y1, x2, y2, radius);
    }
  }
}
