package dev.partitura.editor.routing;

import dev.partitura.ui.canvas.Box;

/// Geometry of a line through points. Where it always runs to the right it is a smooth curve, level
/// at every point; where it runs back, as to a later system, or straight up or down, as around a
/// node, it has straight sides and round corners.
public final class Route {
  private Route() {}

  public static boolean hasCorners(double[] route) {
    for (int i = 2; i < route.length; i += 2) {
      if (route.length > 4 && route[i] < route[i - 2] + 1) {
        return true;
      }
    }
    return false;
  }

  /// How far the handles of a curve between two of its points reach out.
  public static double handle(double x0, double y0, double x1, double y1) {
    double dx = x1 - x0;
    return dx > 0
        ? Math.max(dx / 2, Math.min(40, Math.abs(y1 - y0) / 3))
        : Math.min(160, 40 - dx / 2);
  }

  public static Box bounds(double[] route) {
    var box = Box.NOTHING;
    for (int i = 0; i < route.length; i += 2) {
      box = box.with(new Box(route[i], route[i + 1], route[i], route[i + 1]));
    }
    return route.length == 4 && route[2] < route[0] ? box.grown(160) : box.grown(4);
  }

  /// Distance of a point to the line.
  public static double distance(double[] route, double x, double y) {
    double best = Double.MAX_VALUE;
    double px = route[0];
    double py = route[1];
    for (int step = 1; step <= 24 * (route.length / 2 - 1); step++) {
      double t = step / (24.0 * (route.length / 2 - 1));
      double qx = x(route, t);
      double qy = y(route, t);
      best = Math.min(best, toSegment(px, py, qx, qy, x, y));
      px = qx;
      py = qy;
    }
    return best;
  }

  private static double toSegment(double x0, double y0, double x1, double y1, double x, double y) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length = dx * dx + dy * dy;
    double t = length == 0 ? 0 : Math.clamp(((x - x0) * dx + (y - y0) * dy) / length, 0, 1);
    return Math.hypot(x0 + t * dx - x, y0 + t * dy - y);
  }

  /// The x of the point `share` of the way, 0 to 1; every piece counts alike.
  public static double x(double[] route, double share) {
    return point(route, share, true);
  }

  public static double y(double[] route, double share) {
    return point(route, share, false);
  }

  private static double point(double[] route, double share, boolean wantX) {
    int pieces = route.length / 2 - 1;
    double along = Math.clamp(share, 0, 1) * pieces;
    int piece = Math.min(pieces - 1, (int) along);
    double t = along - piece;
    double x0 = route[2 * piece];
    double y0 = route[2 * piece + 1];
    double x1 = route[2 * piece + 2];
    double y1 = route[2 * piece + 3];
    if (hasCorners(route)) {
      return wantX ? x0 + (x1 - x0) * t : y0 + (y1 - y0) * t;
    }
    double handle = handle(x0, y0, x1, y1);
    double s = 1 - t;
    return wantX
        ? s * s * s * x0
            + 3 * s * s * t * (x0 + handle)
            + 3 * s * t * t * (x1 - handle)
            + t * t * t * x1
        : s * s * (s + 3 * t) * y0 + t * t * (t + 3 * s) * y1;
  }
}
