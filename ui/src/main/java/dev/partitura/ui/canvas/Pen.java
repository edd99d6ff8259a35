package dev.partitura.ui.canvas;

import java.util.function.Consumer;
import javafx.scene.paint.Color;

/// What a painter draws with: shapes and text in pixels from the top left. A canvas is one, a
/// recorder in a test another.
public interface Pen {
  /// Letters of a name's end below which it tells nothing.
  int LEAST_END = 3;

  /// A filled rectangle with square corners.
  void fill(double x, double y, double width, double height, Color color);

  /// A filled rectangle with rounded corners.
  void fillRound(double x, double y, double width, double height, double radius, Color color);

  void outline(
      double x, double y, double width, double height, double radius, Color color, Stroke stroke);

  /// A filled circle around a point.
  void disc(double x, double y, double radius, Color color);

  /// The edge of a circle around a point.
  void ring(double x, double y, double radius, Color color, Stroke stroke);

  void line(double x1, double y1, double x2, double y2, Color color, Stroke stroke);

  /// Connected lines through the first `count` points.
  void path(double[] xs, double[] ys, int count, Color color, Stroke stroke);

  /// Lines and curves, all in one go: far cheaper than as many calls.
  void curves(Color color, Stroke stroke, Consumer<Curves> drawn);

  /// A filled polygon of the first `count` points.
  void area(double[] xs, double[] ys, int count, Color color);

  /// A curve that leaves and arrives horizontally, with an arrow head at its end.
  void arrow(double x1, double y1, double x2, double y2, Color color, Stroke stroke);

  /// Slanted lines that fill a rectangle.
  void hatch(double x, double y, double width, double height, Color color);

  /// A rectangle of `colors.length` columns from the pixel column `x` on; each colour is ARGB, not
  /// premultiplied.
  void columns(int x, double y, double height, int[] colors);

  /// A whole picture of pixels from the top left, row by row; each is opaque ARGB. Far cheaper than
  /// as many rectangles.
  default void pixels(int width, int height, int[] argb) {
    for (int row = 0; row < height; row++) {
      columns(0, row, 1, java.util.Arrays.copyOfRange(argb, row * width, (row + 1) * width));
    }
  }

  /// Text whose baseline starts at a point.
  void text(String text, double x, double baseline, Lettering lettering, Color color);

  /// Text whose letters stand in the middle of a line at `middle`, from `x` on or around it.
  void label(String text, double x, double middle, Anchor anchor, Lettering lettering, Color color);

  double textWidth(String text, Lettering lettering);

  /// Keeps what is drawn until [#unclip] within a rectangle.
  void clip(double x, double y, double width, double height);

  void unclip();

  /// What a place says of the text that stands there.
  enum Anchor {
    START,
    CENTER
  }

  /// Lays lines and curves one after the other.
  interface Curves {
    void moveTo(double x, double y);

    void lineTo(double x, double y);

    /// A Bézier curve with its two handles.
    void curveTo(double x1, double y1, double x2, double y2, double x, double y);

    /// A line towards the first point that turns towards the second with a round corner.
    void cornerTo(double x1, double y1, double x2, double y2, double radius);
  }

  /// The middle of the pixel a coordinate lies at, where a line of one pixel is sharp.
  static double crisp(double coordinate) {
    return Math.rint(coordinate) + 0.5;
  }

  /// The beginning of a text that fits a width, `…` at its end if it was cut; empty when not even
  /// that fits.
  default String fit(String text, double width, Lettering lettering) {
    if (textWidth(text, lettering) <= width) {
      return text;
    }
    int low = 0;
    int high = text.length();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (textWidth(text.substring(0, middle) + "…", lettering) <= width) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low == 0 ? "" : text.substring(0, low) + "…";
  }

  /// A path such as `layer1/conv2` within a width: whole, or `…/conv2`, or the end of its last
  /// part, for the end is what tells paths apart. A name with a number keeps that, `Bat… 12`;
  /// others keep their beginning. Empty when nothing fits that tells anything.
  default String fitPath(String path, double width, Lettering lettering) {
    if (textWidth(path, lettering) <= width) {
      return path;
    }
    if (path.indexOf('/') < 0) {
      return fitNumbered(path, width, lettering);
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      var end = "…" + path.substring(slash);
      if (slash > 0 && textWidth(end, lettering) <= width) {
        return end;
      }
    }
    int low = 0;
    int high = path.length();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (textWidth("…" + path.substring(path.length() - middle), lettering) <= width) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    var end = path.substring(path.length() - low);
    int name = end.indexOf(' ') < 0 ? end.length() : end.indexOf(' ');
    return name < LEAST_END ? "" : "…" + end;
  }

  private String fitNumbered(String name, double width, Lettering lettering) {
    int space = name.lastIndexOf(' ');
    boolean numbered =
        space > 0
            && name.indexOf('…') < 0
            && space + 1 < name.length()
            && name.substring(space + 1).chars().allMatch(Character::isDigit);
    if (numbered) {
      var number = name.substring(space);
      for (int kept = space - 1; kept > 0; kept--) {
        var shorter = name.substring(0, kept) + "…" + number;
        if (textWidth(shorter, lettering) <= width) {
          return shorter;
        }
      }
    }
    return fit(name, width, lettering);
  }
}
