package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.canvas.Stroke;

/// The frames around expanded blocks, each with its name in the head.
final class FramePainter implements GraphPainter.Layer {
  private static final double RADIUS = 12;
  private static final double HEAD = 15;

  @Override
  public void paint(Pen pen, Picture picture) {
    var palette = picture.palette();
    var ground = palette.panel().interpolate(palette.canvas(), 0.35);
    double s = picture.scale();
    for (int frame = 0; frame < picture.drawing().frames().size(); frame++) {
      var box = picture.drawing().frames().get(frame);
      if (!picture.shows(box)) {
        continue;
      }
      double x = picture.x(box.left());
      double y = picture.y(box.top());
      pen.fillRound(x, y, box.width() * s, box.height() * s, RADIUS * s, ground);
      pen.outline(x, y, box.width() * s, box.height() * s, RADIUS * s, palette.line(), Stroke.THIN);
      if (s > Detail.TITLES) {
        head(pen, picture, frame, box);
      }
    }
  }

  private static void head(Pen pen, Picture picture, int frame, Box box) {
    double s = picture.scale();
    var label = picture.drawing().sketch().frames().get(frame).block().label();
    var palette = picture.palette();
    double y = picture.y(box.top() + HEAD);
    pen.label(
        pen.fit(label, Math.max(10, box.width() - 32), Detail.FRAME),
        picture.x(box.left() + 24),
        y,
        Anchor.START,
        picture.scaled(Detail.FRAME),
        palette.muted());
    double x = picture.x(box.left() + 14);
    pen.area(
        new double[] {x - 3.5 * s, x + 3.5 * s, x},
        new double[] {y - 2 * s, y - 2 * s, y + 3 * s},
        3,
        palette.muted());
  }
}
