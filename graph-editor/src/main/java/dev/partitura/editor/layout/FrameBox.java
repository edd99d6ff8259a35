package dev.partitura.editor.layout;

import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rectangle of a frame around an expanded block, with room for its title.
public record FrameBox(double left, double top, double right, double bottom) {
  static final double SIDE = 16;
  static final double HEAD = 34;

  private static final double TITLE = 130;

  /// Where the title of a frame stands.
  public static Box head(Box frame) {
    return new Box(
        frame.left(),
        frame.top(),
        Math.min(frame.right(), frame.left() + TITLE),
        frame.top() + HEAD - 8);
  }

  public Box box() {
    return new Box(left, top, right, bottom);
  }

  /// One for each frame of the sketch, inner frames within outer ones.
  ///
  /// @param left edges of the items, and so on
  public static List<FrameBox> around(
      Sketch sketch, double[] left, double[] top, double[] right, double[] bottom) {
    var boxes = new FrameBox[sketch.frames().size()];
    for (int f = boxes.length - 1; f >= 0; f--) {
      double x0 = Double.POSITIVE_INFINITY;
      double y0 = Double.POSITIVE_INFINITY;
      double x1 = Double.NEGATIVE_INFINITY;
      double y1 = Double.NEGATIVE_INFINITY;
      for (int item : sketch.frames().get(f).items()) {
        x0 = Math.min(x0, left[item]);
        y0 = Math.min(y0, top[item]);
        x1 = Math.max(x1, right[item]);
        y1 = Math.max(y1, bottom[item]);
      }
      for (int inner = f + 1; inner < boxes.length; inner++) {
        if (sketch.frames().get(inner).parent() == f) {
          x0 = Math.min(x0, boxes[inner].left);
          y0 = Math.min(y0, boxes[inner].top);
          x1 = Math.max(x1, boxes[inner].right);
          y1 = Math.max(y1, boxes[inner].bottom);
        }
      }
      boxes[f] = new FrameBox(x0 - SIDE, y0 - HEAD, x1 + SIDE, y1 + SIDE);
    }
    return new ArrayList<>(Arrays.asList(boxes));
  }
}
