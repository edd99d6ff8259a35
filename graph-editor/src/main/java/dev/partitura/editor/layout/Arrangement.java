package dev.partitura.editor.layout;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.ui.canvas.Box;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the layout put a sketch.
///
/// @param centres of the items
/// @param bends for each wire of the sketch the points it passes between its ends, `x0, y0, x1, y1,
///   …`; arrays are not to be written
/// @param frames of the sketch, with room for the lines within
public record Arrangement(
    Map<OpId, Position> centres, List<double[]> bends, List<FrameBox> frames) {
  public static final Arrangement EMPTY = new Arrangement(Map.of(), List.of(), List.of());

  public Arrangement {
    centres = Collections.unmodifiableMap(new LinkedHashMap<>(centres));
    bends = List.copyOf(bends);
    frames = List.copyOf(frames);
  }

  /// Around all items, lines and frames.
  public Box extent(Sketch sketch) {
    var box = Box.NOTHING;
    for (var item : sketch.items()) {
      var at = centres.get(item.id());
      if (at != null) {
        double halfWidth = item.width() / 2;
        double halfHeight = item.height() / 2;
        box =
            box.with(
                new Box(
                    at.x() - halfWidth,
                    at.y() - halfHeight,
                    at.x() + halfWidth,
                    at.y() + halfHeight));
      }
    }
    for (var points : bends) {
      for (int b = 0; b < points.length; b += 2) {
        box = box.with(new Box(points[b], points[b + 1], points[b], points[b + 1]));
      }
    }
    for (var frame : frames) {
      box = box.with(frame.box());
    }
    return box;
  }
}
