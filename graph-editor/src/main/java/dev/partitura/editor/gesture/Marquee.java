package dev.partitura.editor.gesture;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.editor.layout.Item;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;

/// The rectangle that is drawn from a press to where the pointer is.
record Marquee(GraphCanvas canvas, MouseEvent press) {

  void show(MouseEvent now, Color color) {
    canvas.setOverlay(pen -> paint(pen, now, color));
  }

  private void paint(Pen pen, MouseEvent now, Color color) {
    var box = Box.between(press.getX(), press.getY(), now.getX(), now.getY());
    var tint = color.deriveColor(0, 1, 1, 0.12);
    pen.fill(box.left(), box.top(), box.width(), box.height(), tint);
    pen.outline(
        box.left() + 0.5, box.top() + 0.5, box.width(), box.height(), 0, color, Stroke.THIN);
  }

  /// What it touches.
  List<Item> items(MouseEvent now) {
    var view = canvas.viewport();
    var box =
        Box.between(
            view.toWorldX(press.getX()),
            view.toWorldY(press.getY()),
            view.toWorldX(now.getX()),
            view.toWorldY(now.getY()));
    var drawing = canvas.drawing();
    var found = new ArrayList<Item>();
    for (int i = 0; i < drawing.items().size(); i++) {
      if (drawing.box(i).meets(box)) {
        found.add(drawing.items().get(i));
      }
    }
    return found;
  }
}
