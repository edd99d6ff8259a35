package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Pen;
import java.util.HashMap;
import java.util.Set;

/// What the selected op waits for in the current run and what waits for it, by the lines and
/// letters that dependences have everywhere. Several between two ops, as there are forth and back
/// in training, lie below one another.
final class DependencePainter implements GraphPainter.Layer {
  /// From one to the next, so that letters keep apart.
  private static final double APART = 16;

  @Override
  public void paint(Pen pen, Picture picture) {
    var drawing = picture.drawing();
    var drawn = new HashMap<Set<Integer>, Integer>();
    for (var arrow : picture.highlights().dependences()) {
      var from = drawing.items().get(arrow.from());
      var to = drawing.items().get(arrow.to());
      int before = drawn.merge(Set.of(arrow.from(), arrow.to()), 1, Integer::sum) - 1;
      double down = APART * before;
      int wire = arrow.kind() == EdgeKind.RAW ? wire(drawing, arrow) : -1;
      if (wire >= 0) {
        letters(pen, picture, drawing.routes().get(wire), down);
        continue;
      }
      double x1 = drawing.xs()[arrow.from()] + from.width() / 2;
      double x2 = drawing.xs()[arrow.to()] - to.width() / 2;
      double y1 = picture.y(drawing.ys()[arrow.from()]) + down;
      double y2 = picture.y(drawing.ys()[arrow.to()]) + down;
      var text = picture.palette().text();
      if (arrow.kind() == EdgeKind.ORDER) {
        // What is no hazard has no letters that could hide a title.
        pen.arrow(picture.x(x1), y1, picture.x(x2), y2, text, DependenceLine.stroke(arrow.kind()));
        continue;
      }
      DependenceLine.draw(
          pen, arrow.kind(), picture.x(x1), y1, picture.x(x2), y2, text, picture.palette().card());
    }
  }

  /// The wire along which the value flows, or -1.
  private static int wire(Drawing drawing, Dependences.Arrow arrow) {
    var wires = drawing.sketch().wires();
    for (int wire = 0; wire < wires.size(); wire++) {
      if (wires.get(wire).from() == arrow.from() && wires.get(wire).to() == arrow.to()) {
        return wire;
      }
    }
    return -1;
  }

  /// A wire is a line already; the letters stand in the middle of its middle stretch.
  private static void letters(Pen pen, Picture picture, double[] route, double down) {
    int at = (route.length / 2 - 1) / 2 * 2;
    DependenceLine.letters(
        pen,
        EdgeKind.RAW,
        picture.x((route[at] + route[at + 2]) / 2),
        picture.y((route[at + 1] + route[at + 3]) / 2) + down,
        picture.palette().text(),
        picture.palette().card());
  }
}
