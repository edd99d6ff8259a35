package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.visualizers.dependencies.Bundles.Bundle;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.paint.Color;

/// Draws bundles of arrows: those of one kind and width in one go, in the style of their kind, with
/// its letters on as many as there is room for.
final class ArrowPainter {
  private static final double[] WIDTHS = {1.5, 2, 3, 4.5};
  private static final int MOST_LETTERS = 60;
  private static final double SHORT = 40;

  /// Letters that stand already, so that no others cover them.
  private final List<double[]> taken = new ArrayList<>();

  void paint(Pen pen, LevelFrame frame) {
    taken.clear();
    var palette = frame.palette();
    var waited = frame.waited();
    lines(pen, frame, frame.hop(), palette.muted());
    lines(pen, frame, frame.bundles(), palette.text());
    if (waited != null) {
      var only = new Bundles(List.of(waited));
      lines(pen, frame, only, palette.accent());
      letters(pen, frame, only, palette.accent());
    }
    letters(pen, frame, frame.bundles(), palette.text());
    letters(pen, frame, frame.hop(), palette.muted());
  }

  private static void lines(Pen pen, LevelFrame frame, Bundles bundles, Color color) {
    for (var kind : EdgeKind.values()) {
      for (int width = 0; width < WIDTHS.length; width++) {
        int wanted = width;
        var drawn =
            bundles.all().stream()
                .filter(bundle ->
                    bundle.kind() == kind && width(bundle) == wanted && isSeen(frame, bundle))
                .toList();
        if (!drawn.isEmpty()) {
          pen.curves(
              color,
              DependenceLine.stroke(kind, WIDTHS[width]),
              curves -> drawn.forEach(bundle -> curve(frame, bundle).lay(curves)));
          drawn.forEach(bundle -> head(pen, curve(frame, bundle), color));
        }
      }
    }
  }

  /// How wide a bundle is drawn, by the power of ten of its arrows.
  private static int width(Bundle bundle) {
    return Math.min(WIDTHS.length - 1, (int) Math.log10(bundle.count()));
  }

  private static boolean isSeen(LevelFrame frame, Bundle bundle) {
    return frame.x(bundle.fromX()) <= frame.right() && frame.x(bundle.toX()) >= LevelFrame.GUTTER;
  }

  private static void head(Pen pen, Curve curve, Color color) {
    double x = curve.x2();
    double y = curve.y2();
    pen.area(new double[] {x, x - 6, x - 6}, new double[] {y, y - 3.5, y + 3.5}, 3, color);
  }

  private void letters(Pen pen, LevelFrame frame, Bundles bundles, Color color) {
    for (int i = bundles.all().size() - 1; i >= 0 && taken.size() < MOST_LETTERS; i--) {
      var bundle = bundles.all().get(i);
      var curve = curve(frame, bundle);
      double x = curve.x(0.5);
      // On a short line they would hide it, and the marks beside it.
      double above = curve.length() < SHORT ? frame.rowPixels() / 2 + 7 : 0;
      double y = curve.y(0.5) - above;
      boolean seen = x > LevelFrame.GUTTER + 14 && x < frame.right() - 14;
      if (seen && isFree(x, y)) {
        taken.add(new double[] {x, y});
        DependenceLine.letters(pen, bundle.kind(), x, y, color, frame.palette().card());
      }
    }
  }

  private boolean isFree(double x, double y) {
    return taken.stream()
        .noneMatch(at ->
            Math.abs(at[0] - x) < DependenceLine.LETTERS_WIDTH
                && Math.abs(at[1] - y) < DependenceLine.LETTERS_HEIGHT);
  }

  /// Where a bundle is drawn.
  static Curve curve(LevelFrame frame, Bundle bundle) {
    double x1 = frame.x(bundle.fromX()) - frame.inset();
    double x2 = frame.x(bundle.toX()) + frame.inset();
    return new Curve(
        clamped(frame, x1),
        frame.y(bundle.fromY()),
        clamped(frame, x2),
        frame.y(bundle.toY()),
        lift(frame, bundle));
  }

  /// How far a curve rises between its ends, so that it passes above what stands between them.
  private static double lift(LevelFrame frame, Bundle bundle) {
    boolean level = Math.abs(bundle.toY() - bundle.fromY()) < 0.5;
    boolean passes = bundle.toX() - bundle.fromX() > 0.5;
    return level && passes ? Math.clamp(frame.rowPixels(), 10, 40) : 0;
  }

  /// Far outside the picture a canvas no longer draws exactly.
  private static double clamped(LevelFrame frame, double x) {
    return Math.clamp(x, -4000, frame.right() + 4000);
  }

  /// A curve that leaves and arrives horizontally.
  ///
  /// @param lift pixels that its handles stand above its ends
  record Curve(double x1, double y1, double x2, double y2, double lift) {
    private double bend() {
      return Math.max(10, Math.abs(x2 - x1) / 2);
    }

    void lay(Pen.Curves curves) {
      curves.moveTo(x1, y1);
      curves.curveTo(x1 + bend(), y1 - lift, x2 - bend(), y2 - lift, x2, y2);
    }

    double length() {
      return Math.hypot(x2 - x1, y2 - y1);
    }

    double x(double share) {
      return at(x1, x1 + bend(), x2 - bend(), x2, share);
    }

    double y(double share) {
      return at(y1, y1 - lift, y2 - lift, y2, share);
    }

    private static double at(double a, double b, double c, double d, double t) {
      double u = 1 - t;
      return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
    }

    /// Pixels from a point to the curve, as far as seventeen points of it tell.
    double distance(double x, double y) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= 16; i++) {
        nearest = Math.min(nearest, Math.hypot(x(i / 16.0) - x, y(i / 16.0) - y));
      }
      return nearest;
    }
  }
}
