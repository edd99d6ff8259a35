package dev.partitura.editor.painter;

import dev.partitura.editor.routing.Route;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The shapes of values, beside the wires that have room for them, on no node.
final class ShapePainter implements GraphPainter.Layer {
  private static final double STEEPEST = 12;

  /// @param box in units of the drawing
  private record Shape(String text, Box box) {}

  @Override
  public void paint(Pen pen, Picture picture) {
    for (var shape : shapes(picture)) {
      var box = shape.box();
      pen.label(
          shape.text(),
          picture.x((box.left() + box.right()) / 2),
          picture.y((box.top() + box.bottom()) / 2),
          Anchor.CENTER,
          picture.scaled(Detail.SHAPE),
          picture.palette().faint());
    }
  }

  /// The places on the screen that shapes take.
  static List<Box> places(Picture picture) {
    return shapes(picture).stream().map(shape -> Cards.screen(picture, shape.box())).toList();
  }

  private static List<Shape> shapes(Picture picture) {
    var shapes = new ArrayList<Shape>();
    if (picture.scale() > Detail.SHAPES) {
      for (int wire : picture.wires()) {
        if (!picture.style().wire(wire).isCut()) {
          shape(picture, wire).ifPresent(shapes::add);
        }
      }
    }
    return shapes;
  }

  private static Optional<Shape> shape(Picture picture, int wire) {
    var text = picture.style().wire(wire).shape();
    var route = picture.drawing().routes().get(wire);
    // A stack stands out to the right, over where the wire begins.
    int from = picture.drawing().sketch().wires().get(wire).from();
    double left = Math.max(route[0], Cards.box(picture, from).right());
    double room = route[2] - left;
    if (text.isEmpty()
        || Route.hasCorners(route)
        || isSaidBefore(picture, wire)
        || room < text.length() * Detail.SHAPE.size() * 0.6 + 6
        || Math.abs(route[3] - route[1]) > STEEPEST) {
      return Optional.empty();
    }
    double x = (left + route[2]) / 2;
    double y = Route.y(route, 1.0 / (route.length - 2)) - 8;
    double half = text.length() * Detail.SHAPE.size() * 0.3;
    double high = Detail.SHAPE.size() / 2;
    var box = new Box(x - half, y - high, x + half, y + high);
    return Cards.covered(picture, box) > 0 ? Optional.empty() : Optional.of(new Shape(text, box));
  }

  /// Of several wires with the same value only the first has its shape.
  private static boolean isSaidBefore(Picture picture, int wire) {
    var wires = picture.drawing().sketch().wires();
    var value = wires.get(wire).value();
    for (int other = wire - 1;
        other >= 0 && wires.get(other).from() == wires.get(wire).from();
        other--) {
      if (wires.get(other).value().equals(value)) {
        return true;
      }
    }
    return false;
  }
}
