package dev.partitura.ui.canvas;

import dev.partitura.engine.task.EdgeKind;
import javafx.scene.paint.Color;

/// How a dependence is drawn, the same in every drawing: a line style and its letters, so that no
/// colour is needed to tell kinds apart.
public final class DependenceLine {
  private static final Stroke READS = Stroke.MEDIUM;
  private static final Stroke OVERWRITES_READ = Stroke.MEDIUM.dashed(7, 4);
  private static final Stroke OVERWRITES_WRITTEN = Stroke.MEDIUM.dashed(2, 3);
  private static final Stroke ORDERED = Stroke.THIN.dashed(14, 5);

  /// Room that the letters take.
  public static final double LETTERS_WIDTH = 28;

  public static final double LETTERS_HEIGHT = 13;

  /// A shorter line has no letters.
  private static final double LEAST_LENGTH = 40;

  private DependenceLine() {}

  public static Stroke stroke(EdgeKind kind) {
    return switch (kind) {
      case RAW -> READS;
      case WAR -> OVERWRITES_READ;
      case WAW -> OVERWRITES_WRITTEN;
      case ORDER -> ORDERED;
    };
  }

  /// The same line, wider.
  public static Stroke stroke(EdgeKind kind, double width) {
    var stroke = stroke(kind);
    return new Stroke(width, stroke.dash(), stroke.gap(), stroke.corner());
  }

  /// The letters on the line: those of the hazard, or of the order.
  public static String letters(EdgeKind kind) {
    return switch (kind) {
      case RAW, WAR, WAW -> kind.name();
      case ORDER -> "ORD";
    };
  }

  /// One dependence alone: a curve that leaves and arrives horizontally, in the style of its kind,
  /// with a head at its end and, where it is long enough, its letters in the middle.
  ///
  /// @param behind the letters
  public static void draw(
      Pen pen,
      EdgeKind kind,
      double x1,
      double y1,
      double x2,
      double y2,
      Color color,
      Color behind) {
    pen.arrow(x1, y1, x2, y2, color, stroke(kind));
    if (hasLetters(x1, y1, x2, y2)) {
      letters(pen, kind, (x1 + x2) / 2, (y1 + y2) / 2, color, behind);
    }
  }

  /// Whether a line is long enough for its letters.
  public static boolean hasLetters(double x1, double y1, double x2, double y2) {
    return Math.hypot(x2 - x1, y2 - y1) > LEAST_LENGTH;
  }

  /// The letters of a kind around a point, on a ground of their own.
  public static void letters(
      Pen pen, EdgeKind kind, double x, double y, Color color, Color behind) {
    pen.fillRound(
        x - LETTERS_WIDTH / 2, y - LETTERS_HEIGHT / 2, LETTERS_WIDTH, LETTERS_HEIGHT, 3, behind);
    pen.label(letters(kind), x, y, Pen.Anchor.CENTER, Lettering.SMALL, color);
  }
}
