package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.canvas.Box;
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
      double aside = besideTitles(picture, picture.x((x1 + x2) / 2), (y1 + y2) / 2);
      y1 += aside;
      y2 += aside;
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

  /// How far down letters at a place must go so that they lie on no title of a block.
  private static double besideTitles(Picture picture, double x, double y) {
    for (double down = 0; down < 3 * APART; down += APART / 2) {
      var letters = new Box(x - APART, y + down - APART / 2, x + APART, y + down + APART / 2);
      if (picture.drawing().frames().stream()
          .map(frame -> titleOf(picture, frame))
          .noneMatch(letters::meets)) {
        return down;
      }
    }
    return 0;
  }

  /// Where the title of a block may stand.
  private static Box titleOf(Picture picture, Box frame) {
    double top = picture.y(frame.top());
    return new Box(picture.x(frame.left()), top, picture.x(frame.right()), top + 1.5 * APART);
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
    double x = picture.x((route[at] + route[at + 2]) / 2);
    double y = picture.y((route[at + 1] + route[at + 3]) / 2) + down;
    DependenceLine.letters(
        pen,
        EdgeKind.RAW,
        x,
        y + besideTitles(picture, x, y),
        picture.palette().text(),
        picture.palette().card());
  }
}
