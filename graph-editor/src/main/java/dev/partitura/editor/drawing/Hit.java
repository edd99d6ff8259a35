package dev.partitura.editor.drawing;

import dev.partitura.editor.routing.Route;
import dev.partitura.ui.canvas.Box;

/// What lies under a point of a drawing.
public sealed interface Hit {
  record Nothing() implements Hit {}

  record Node(int item) implements Hit {}

  /// A port on the right of an item, where an edge begins.
  record OutPort(int item, int port) implements Hit {}

  /// A port on the left of an item, where an edge ends.
  record InPort(int item, int port) implements Hit {}

  record Line(int wire) implements Hit {}

  /// The head of the frame around an expanded block.
  record FrameHead(int frame) implements Hit {}

  /// @param reach distance that still counts, in units of the drawing
  static Hit at(Drawing drawing, double x, double y, double reach) {
    var around = new Box(x, y, x, y).grown(reach);
    var near = drawing.itemsIn(around);
    for (int at = near.length - 1; at >= 0; at--) {
      int i = near[at];
      var box = drawing.box(i);
      if (box.grown(reach).contains(x, y)) {
        var port = port(drawing, i, x, y, reach);
        if (!(port instanceof Nothing)) {
          return port;
        }
        if (box.contains(x, y)) {
          return new Node(i);
        }
      }
    }
    for (int f = drawing.frames().size() - 1; f >= 0; f--) {
      var frame = drawing.frames().get(f);
      if (frame.contains(x, y) && y < frame.top() + 26) {
        return new FrameHead(f);
      }
    }
    for (int w : drawing.wiresIn(around)) {
      if (Route.distance(drawing.routes().get(w), x, y) < reach) {
        return new Line(w);
      }
    }
    return new Nothing();
  }

  private static Hit port(Drawing drawing, int index, double x, double y, double reach) {
    var item = drawing.items().get(index);
    var box = drawing.box(index);
    boolean right = Math.abs(x - box.right()) <= reach;
    boolean left = Math.abs(x - box.left()) <= reach;
    for (int port = 0; right && port < item.outValues().size(); port++) {
      if (Math.abs(y - drawing.ys()[index] - item.outOffset(port)) <= reach) {
        return new OutPort(index, port);
      }
    }
    for (int port = 0; left && item.op() != null && port < item.inSlots().size(); port++) {
      if (Math.abs(y - drawing.ys()[index] - item.inOffset(port)) <= reach) {
        return new InPort(index, port);
      }
    }
    return new Nothing();
  }
}
