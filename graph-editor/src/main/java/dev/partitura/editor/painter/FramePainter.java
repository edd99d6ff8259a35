package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;

/// The frames around expanded blocks.
final class FramePainter implements GraphPainter.Layer {
  private static final double RADIUS = 12;

  @Override
  public void paint(Pen pen, Picture picture) {
    var palette = picture.palette();
    double s = picture.scale();
    for (var box : picture.drawing().frames()) {
      if (picture.shows(box)) {
        double x = picture.x(box.left());
        double y = picture.y(box.top());
        double w = box.width() * s;
        double h = box.height() * s;
        double radius = s < Detail.ROUND ? 0 : RADIUS * s;
        pen.fillRound(x, y, w, h, radius, palette.frame());
        pen.outline(x, y, w, h, radius, palette.line(), Stroke.THIN);
      }
    }
  }
}
