package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;

/// The ground with its grid of dots.
final class GridPainter implements GraphPainter.Layer {
  private static final double STEP = 24;
  private static final double LEAST_PIXELS = 22;

  @Override
  public void paint(Pen pen, Picture picture) {
    var palette = picture.palette();
    double width = picture.view().x().length();
    double height = picture.view().y().length();
    pen.fill(0, 0, width, height, palette.canvas());
    double step = STEP * picture.scale();
    while (step < LEAST_PIXELS) {
      step *= 2;
    }
    var dot = palette.line().interpolate(palette.canvas(), 0.35);
    double left = first(picture.x(0), step);
    double top = first(picture.y(0), step);
    for (double x = left; x < width; x += step) {
      for (double y = top; y < height; y += step) {
        pen.fill(Math.rint(x), Math.rint(y), 1, 1, dot);
      }
    }
  }

  /// The first dot on the screen in a row of dots through the origin.
  private static double first(double origin, double step) {
    return Math.floorMod((long) Math.rint(origin), Math.max(1, (long) Math.rint(step)));
  }
}
