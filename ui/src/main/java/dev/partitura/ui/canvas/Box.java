package dev.partitura.ui.canvas;

/// A rectangle of the world that a viewport shows.
public record Box(double left, double top, double right, double bottom) {
  public static final Box NOTHING =
      new Box(
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  /// Between two points, whichever lies further left or up.
  public static Box between(double x0, double y0, double x1, double y1) {
    return new Box(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1));
  }

  public double width() {
    return Math.max(0, right - left);
  }

  public double height() {
    return Math.max(0, bottom - top);
  }

  public boolean isEmpty() {
    return right < left;
  }

  /// Around both.
  public Box with(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /// What both cover; [#isEmpty()] where they do not meet.
  public Box common(Box other) {
    return new Box(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }

  public Box grown(double by) {
    return new Box(left - by, top - by, right + by, bottom + by);
  }

  public boolean meets(Box other) {
    return left <= other.right && other.left <= right && top <= other.bottom && other.top <= bottom;
  }

  public boolean contains(double x, double y) {
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  public boolean contains(Box other) {
    return left <= other.left && right >= other.right && top <= other.top && bottom >= other.bottom;
  }
}
