package dev.partitura.editor.canvas;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stays where it is on the screen when a drawing gives way to another: a block that is opened
/// or closed by its upper left corner, else the node nearest to the middle of what is seen.
final class KeptPlace {
  private KeptPlace() {}

  /// How far, in units of the drawing, what stays has moved from one drawing to the other; null
  /// where they have nothing in common.
  ///
  /// @param seen of the old drawing
  static @Nullable Position moved(Drawing old, Drawing now, Box seen) {
    double x = (seen.left() + seen.right()) / 2;
    double y = (seen.top() + seen.bottom()) / 2;
    var toggled = nearest(corners(nodes(old), frames(now)), x, y);
    toggled = toggled == null ? nearest(corners(frames(old), nodes(now)), x, y) : toggled;
    if (toggled != null) {
      return toggled;
    }
    var places = new HashMap<Object, Box[]>();
    var indexes = now.sketch().indexes();
    for (int i = 0; i < old.items().size(); i++) {
      var id = old.items().get(i).id();
      var there = indexes.get(id);
      if (there != null) {
        places.put(id, new Box[] {old.box(i), now.box(there)});
      }
    }
    return nearest(places, x, y);
  }

  private static Map<Object, Box[]> corners(Map<String, Box> before, Map<String, Box> after) {
    var both = new HashMap<Object, Box[]>();
    before.forEach((path, box) -> {
      var later = after.get(path);
      if (later != null) {
        both.put(path, new Box[] {box, later});
      }
    });
    return both;
  }

  private static @Nullable Position nearest(Map<Object, Box[]> places, double x, double y) {
    Position moved = null;
    double least = Double.POSITIVE_INFINITY;
    for (var place : places.values()) {
      var from = place[0];
      double away = Math.hypot(from.left() - x, from.top() - y);
      if (away < least) {
        least = away;
        moved = new Position(place[1].left() - from.left(), place[1].top() - from.top());
      }
    }
    return moved;
  }

  /// Closed blocks by path.
  private static Map<String, Box> nodes(Drawing drawing) {
    var boxes = new HashMap<String, Box>();
    for (int i = 0; i < drawing.items().size(); i++) {
      var block = drawing.items().get(i).block();
      if (block != null) {
        boxes.put(block.path(), drawing.box(i));
      }
    }
    return boxes;
  }

  /// Open blocks by path.
  private static Map<String, Box> frames(Drawing drawing) {
    var boxes = new HashMap<String, Box>();
    var frames = drawing.sketch().frames();
    for (int i = 0; i < frames.size(); i++) {
      boxes.put(frames.get(i).block().path(), drawing.frames().get(i));
    }
    return boxes;
  }
}
