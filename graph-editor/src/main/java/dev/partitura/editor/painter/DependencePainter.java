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
  /// From one line to the next.
  private static final double APART = 16;

  @Override
  public void paint(Pen pen, Picture picture) {
    var arrows = picture.highlights().dependences();
    if (arrows.isEmpty()) {
      return;
    }
    var drawing = picture.drawing();
    var places = new LetterPlaces(pen, picture);
    var drawn = new HashMap<Set<Integer>, Integer>();
    for (var arrow : arrows) {
      int before = drawn.merge(Set.of(arrow.from(), arrow.to()), 1, Integer::sum) - 1;
      int wire = arrow.kind() == EdgeKind.RAW ? wire(drawing, arrow) : -1;
      if (wire >= 0) {
        // A wire is a line already; the letters stand at the middle of its middle stretch.
        var route = drawing.routes().get(wire);
        int at = (route.length / 2 - 1) / 2 * 2;
        double x = picture.x((route[at] + route[at + 2]) / 2);
        double y = picture.y((route[at + 1] + route[at + 3]) / 2);
        letters(pen, picture, arrow.kind(), places.take(x, y));
      } else {
        line(pen, picture, arrow, APART * before, places);
      }
    }
  }

  private static void line(
      Pen pen, Picture picture, Dependences.Arrow arrow, double down, LetterPlaces places) {
    var drawing = picture.drawing();
    double fromWidth = drawing.items().get(arrow.from()).width();
    double toWidth = drawing.items().get(arrow.to()).width();
    double x1 = picture.x(drawing.xs()[arrow.from()] + fromWidth / 2);
    double x2 = picture.x(drawing.xs()[arrow.to()] - toWidth / 2);
    double y1 = picture.y(drawing.ys()[arrow.from()]) + down;
    double y2 = picture.y(drawing.ys()[arrow.to()]) + down;
    var color = picture.palette().text();
    pen.arrow(x1, y1, x2, y2, color, DependenceLine.stroke(arrow.kind()));
    // What is no hazard has no letters.
    if (arrow.kind() != EdgeKind.ORDER && DependenceLine.hasLetters(x1, y1, x2, y2)) {
      letters(pen, picture, arrow.kind(), places.take((x1 + x2) / 2, (y1 + y2) / 2));
    }
  }

  private static void letters(Pen pen, Picture picture, EdgeKind kind, LetterPlaces.Place at) {
    var palette = picture.palette();
    DependenceLine.letters(pen, kind, at.x(), at.y(), palette.text(), palette.card());
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
}
