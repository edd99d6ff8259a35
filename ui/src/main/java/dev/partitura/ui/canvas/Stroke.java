package dev.partitura.ui.canvas;

/// How a line is drawn.
///
/// @param width in pixels
/// @param dash length of a dash in pixels, 0 for a line without gaps
/// @param gap between two dashes
public record Stroke(double width, double dash, double gap, Corner corner) {
  public static final Stroke THIN = solid(1);
  public static final Stroke MEDIUM = solid(1.5);
  public static final Stroke THICK = solid(2);
  public static final Stroke DASHED = THIN.dashed(3, 2);

  /// How the ends and corners of a line look.
  public enum Corner {
    SHARP,
    ROUND,
    /// Cut off: the cheapest where many lines are drawn too small for their corners to be seen.
    CUT
  }

  public static Stroke solid(double width) {
    return new Stroke(width, 0, 0, Corner.SHARP);
  }

  public Stroke dashed(double length, double space) {
    return new Stroke(width, length, space, corner);
  }

  public Stroke with(Corner other) {
    return new Stroke(width, dash, gap, other);
  }

  public boolean isDashed() {
    return dash > 0;
  }
}
