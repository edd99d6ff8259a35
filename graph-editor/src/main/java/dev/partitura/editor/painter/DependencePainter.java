package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Pen;

/// What the selected op waits for in the current run and what waits for it, by the lines and
/// letters that dependences have everywhere.
final class DependencePainter implements GraphPainter.Layer {
  @Override
  public void paint(Pen pen, Picture picture) {
    var drawing = picture.drawing();
    for (var arrow : picture.highlights().dependences()) {
      var from = drawing.items().get(arrow.from());
      var to = drawing.items().get(arrow.to());
      double x1 = drawing.xs()[arrow.from()] + from.width() / 2;
      double x2 = drawing.xs()[arrow.to()] - to.width() / 2;
      DependenceLine.draw(
          pen,
          arrow.kind(),
          picture.x(x1),
          picture.y(drawing.ys()[arrow.from()]),
          picture.x(x2),
          picture.y(drawing.ys()[arrow.to()]),
          picture.palette().text(),
          picture.palette().card());
    }
  }
}
