package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;
import java.util.Arrays;
import javafx.scene.paint.Color;

/// A picture of opaque pixels that is filled by plain loops. Reused from frame to frame, on one
/// thread.
public final class Pixels {
  private static final int FRACTION = 32;

  private int[] argb = new int[0];
  private int width;
  private int height;

  public void begin(int columns, int rows, Color ground) {
    width = columns;
    height = rows;
    if (argb.length != columns * rows) {
      argb = new int[columns * rows];
    }
    Arrays.fill(argb, of(ground));
  }

  public void draw(Pen pen) {
    pen.pixels(width, height, argb);
  }

  /// Opaque ARGB of a colour.
  public static int of(Color color) {
    return 0xFF000000
        | (int) Math.round(color.getRed() * 255) << 16
        | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }

  /// A rectangle of one pixel or more.
  public void fill(double x, double y, double w, double h, int color) {
    int left = (int) Math.max(0, Math.rint(x));
    int top = (int) Math.max(0, Math.rint(y));
    int right = (int) Math.min(width, Math.max(Math.rint(x + w), Math.rint(x) + 1));
    int bottom = (int) Math.min(height, Math.max(Math.rint(y + h), Math.rint(y) + 1));
    for (int row = top; row < bottom && left < right; row++) {
      Arrays.fill(argb, row * width + left, row * width + right, color);
    }
  }

  void outline(double x, double y, double w, double h, int color) {
    fill(x, y, w, 1, color);
    fill(x, y + h - 1, w, 1, color);
    fill(x, y, 1, h, color);
    fill(x + w - 1, y, 1, h, color);
  }

  /// A line of one pixel.
  void line(double x0, double y0, double x1, double y1, int color) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    // The part within the picture (Liang, Barsky 1984, doi:10.1145/357332.357333).
    double[] share = {0, 1};
    if (!clip(-dx, x0, share)
        || !clip(dx, width - 1 - x0, share)
        || !clip(-dy, y0, share)
        || !clip(dy, height - 1 - y0, share)) {
      return;
    }
    int steps = (int) Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * (share[1] - share[0]));
    // In fixed point: with both ends in the picture, so is all between them.
    long column = fixed(x0 + share[0] * dx, width);
    long row = fixed(y0 + share[0] * dy, height);
    long across = (fixed(x0 + share[1] * dx, width) - column) / Math.max(1, steps);
    long down = (fixed(y0 + share[1] * dy, height) - row) / Math.max(1, steps);
    for (int step = 0; step <= steps; step++) {
      argb[(int) (row >> FRACTION) * width + (int) (column >> FRACTION)] = color;
      column += across;
      row += down;
    }
  }

  /// A place among `count` pixels, rounded to the nearest when its fraction is cut off.
  private static long fixed(double at, int count) {
    return (long) ((Math.clamp(at, 0, count - 1.0) + 0.5) * (1L << FRACTION));
  }

  private static boolean clip(double p, double q, double[] share) {
    if (p == 0) {
      return q >= 0;
    }
    double r = q / p;
    if (p < 0) {
      share[0] = Math.max(share[0], r);
    } else {
      share[1] = Math.min(share[1], r);
    }
    return share[0] <= share[1];
  }
}
