package dev.partitura.editor.painter;

import dev.partitura.editor.layout.Item;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import javafx.scene.paint.Color;

/// The ports of a node, where edges begin and end.
final class PortPainter {
  void paint(Pen pen, Picture picture, int index) {
    var drawing = picture.drawing();
    var item = drawing.items().get(index);
    var box = drawing.box(index);
    double middle = drawing.ys()[index];
    var palette = picture.palette();
    if (item.kind() != Item.Kind.INPUT) {
      boolean target = picture.highlights().targets().contains(index);
      var color = target ? palette.good() : palette.edge();
      for (int port = 0; port < item.inSlots().size(); port++) {
        port(pen, picture, box.left(), middle + item.inOffset(port), color);
      }
    }
    if (item.kind() != Item.Kind.OUTPUT && !picture.highlights().connecting()) {
      for (int port = 0; port < item.outValues().size(); port++) {
        port(pen, picture, box.right(), middle + item.outOffset(port), palette.accent());
      }
    }
  }

  private static void port(Pen pen, Picture picture, double x, double y, Color color) {
    double radius = Math.max(2.5, 4 * picture.scale());
    pen.disc(picture.x(x), picture.y(y), radius, picture.palette().card());
    pen.ring(picture.x(x), picture.y(y), radius, color, Stroke.MEDIUM);
  }
}
