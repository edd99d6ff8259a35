package dev.partitura.visualizers.painter;

import java.nio.IntBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/// Draws on a canvas. Columns go through one buffer of pixels, which costs the same however many
/// there are. On the FX thread.
public final class CanvasPen implements Pen {
  private static final double HATCH_STEP = 6;
  private static final int MOST_WIDTHS = 4096;

  private final GraphicsContext canvas;
  private final Map<Lettering, Font> fonts = new EnumMap<>(Lettering.class);
  private final Map<Lettering, Map<String, Double>> widths = new EnumMap<>(Lettering.class);
  private final Text ruler = new Text();
  private Raster raster = new Raster(1, 1);
  private int usedRows;

  /// Pixels and the image that shows them.
  private static final class Raster {
    final int width;
    final int height;
    final int[] pixels;
    final PixelBuffer<IntBuffer> buffer;
    final WritableImage image;

    Raster(int width, int height) {
      this.width = width;
      this.height = height;
      pixels = new int[width * height];
      buffer =
          new PixelBuffer<>(
              width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
      image = new WritableImage(buffer);
    }
  }

  public CanvasPen(GraphicsContext canvas) {
    this.canvas = canvas;
    canvas.setTextBaseline(VPos.BASELINE);
    canvas.setImageSmoothing(false);
    for (var lettering : Lettering.values()) {
      fonts.put(
          lettering,
          Font.font(
              lettering.family(),
              lettering.bold() ? FontWeight.BOLD : FontWeight.NORMAL,
              lettering.size()));
      widths.put(lettering, new HashMap<>());
    }
  }

  /// Begins a picture of this size on an empty canvas.
  public void begin(double width, double height) {
    canvas.clearRect(0, 0, width, height);
    int columns = (int) Math.ceil(width);
    int rows = (int) Math.ceil(height);
    if (columns > raster.width || rows > raster.height) {
      raster = new Raster(Math.max(columns, raster.width), Math.max(rows, raster.height));
    }
    usedRows = 0;
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
    canvas.fillRoundRect(x, y, width, height, radius * 2, radius * 2);
  }

  @Override
  public void outline(
      double x, double y, double width, double height, double radius, Color color, Stroke stroke) {
    stroke(color, stroke);
    canvas.strokeRoundRect(x, y, width, height, radius * 2, radius * 2);
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
  public void area(double[] xs, double[] ys, int count, Color color) {
    canvas.setFill(color);
    canvas.fillPolygon(xs, ys, count);
  }

  @Override
  public void arrow(double x1, double y1, double x2, double y2, Color color) {
    stroke(color, Stroke.MEDIUM);
    double bend = Math.max(12, Math.abs(x2 - x1) / 2);
    canvas.beginPath();
    canvas.moveTo(x1, y1);
    canvas.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
    canvas.stroke();
    canvas.setFill(color);
    canvas.fillPolygon(new double[] {x2, x2 - 6, x2 - 6}, new double[] {y2, y2 - 3.5, y2 + 3.5}, 3);
  }

  @Override
  public void hatch(double x, double y, double width, double height, Color color) {
    stroke(color, Stroke.THIN);
    // The lines stand on a grid of the picture, so that hatches do not swim when an edge moves.
    double first = Math.ceil((x - height) / HATCH_STEP) * HATCH_STEP;
    canvas.beginPath();
    for (double left = first; left < x + width; left += HATCH_STEP) {
      double from = Math.max(left, x);
      double to = Math.min(left + height, x + width);
      canvas.moveTo(from, y + height - (from - left));
      canvas.lineTo(to, y + height - (to - left));
    }
    canvas.stroke();
  }

  @Override
  public void columns(int x, double y, double height, int[] colors) {
    int rows = (int) Math.round(height);
    int count = Math.min(colors.length, raster.width);
    if (count == 0 || rows == 0 || usedRows + rows > raster.height) {
      return;
    }
    int first = usedRows * raster.width;
    for (int i = 0; i < count; i++) {
      raster.pixels[first + i] = premultiplied(colors[i]);
    }
    for (int row = 1; row < rows; row++) {
      System.arraycopy(raster.pixels, first, raster.pixels, first + row * raster.width, count);
    }
    canvas.drawImage(raster.image, 0, usedRows, count, rows, x, Math.round(y), count, rows);
    usedRows += rows;
  }

  /// Hands the columns to the screen; call it when the picture is done.
  public void end() {
    if (usedRows > 0) {
      raster.buffer.updateBuffer(_ -> null);
    }
  }

  @Override
  public void text(String text, double x, double baseline, Lettering lettering, Color color) {
    canvas.setFont(fonts.get(lettering));
    canvas.setFill(color);
    canvas.fillText(text, x, baseline);
  }

  @Override
  public double textWidth(String text, Lettering lettering) {
    var known = widths.get(lettering);
    if (known == null || text.isEmpty()) {
      return 0;
    }
    if (known.size() > MOST_WIDTHS) {
      known.clear();
    }
    return known.computeIfAbsent(
        text,
        _ -> {
          ruler.setFont(fonts.get(lettering));
          ruler.setText(text);
          return ruler.getLayoutBounds().getWidth();
        });
  }

  @Override
  public void clip(double x, double y, double width, double height) {
    canvas.save();
    canvas.beginPath();
    canvas.rect(x, y, width, height);
    canvas.clip();
  }

  @Override
  public void unclip() {
    canvas.restore();
  }

  private void stroke(Color color, Stroke stroke) {
    canvas.setStroke(color);
    canvas.setLineWidth(stroke.width());
    canvas.setLineCap(StrokeLineCap.BUTT);
    if (stroke.dashed()) {
      canvas.setLineDashes(3, 2);
    } else {
      canvas.setLineDashes((double[]) null);
    }
  }

  private static int premultiplied(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb;
    }
    int red = ((argb >> 16) & 255) * alpha / 255;
    int green = ((argb >> 8) & 255) * alpha / 255;
    int blue = (argb & 255) * alpha / 255;
    return alpha << 24 | red << 16 | green << 8 | blue;
  }
}
