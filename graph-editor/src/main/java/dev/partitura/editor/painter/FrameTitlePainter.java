package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import java.util.ArrayList;
import java.util.List;

/// The names of expanded blocks, as on a map: large enough to be read at every scale, those of
/// outer blocks first, and none on top of another.
final class FrameTitlePainter implements GraphPainter.Layer {
  private static final double HEAD = 16;
  private static final double ROOMY = 0.42;
  private static final double LEAST_WIDTH = 26;
  private static final double LEAST_HEIGHT = 22;
  private static final int MOST = 160;

  @Override
  public void paint(Pen pen, Picture picture) {
    var taken = new ArrayList<Box>();
    for (int f = 0; f < picture.drawing().frames().size() && taken.size() < MOST; f++) {
      var frame = picture.drawing().frames().get(f);
      double s = picture.scale();
      if (picture.shows(frame)
          && frame.width() * s > LEAST_WIDTH
          && frame.height() * s > LEAST_HEIGHT) {
        title(pen, picture, f, frame, taken);
      }
    }
  }

  private static void title(Pen pen, Picture picture, int index, Box frame, List<Box> taken) {
    double s = picture.scale();
    var palette = picture.palette();
    var lettering = picture.legible(Detail.FRAME);
    double height = lettering.size() + 4;
    boolean roomy = s >= ROOMY;
    // The title of a frame whose corner is out of sight stays in sight.
    double left = Math.max(picture.x(frame.left()), 0) + (roomy ? 10 * s : 1);
    double right = picture.x(frame.right()) - 4;
    double middle = roomy ? picture.y(frame.top()) + HEAD * s : picture.y(frame.top()) + height / 2;
    double mark = roomy ? 12 * s : 0;
    var label = picture.drawing().sketch().frames().get(index).block().label();
    var text = Picture.fit(pen, label, right - left - mark, Detail.FRAME, lettering);
    if (text.length() < Math.min(3, label.length())) {
      return;
    }
    double width =
        mark + pen.textWidth(text, Detail.FRAME) * lettering.size() / Detail.FRAME.size() + 6;
    var plate = new Box(left, middle - height / 2, left + width, middle + height / 2);
    if (taken.stream().anyMatch(plate::meets)) {
      return;
    }
    taken.add(plate);
    if (roomy) {
      double x = left + 4 * s;
      pen.area(
          new double[] {x - 3.5 * s, x + 3.5 * s, x},
          new double[] {middle - 2 * s, middle - 2 * s, middle + 3 * s},
          3,
          palette.muted());
    } else {
      pen.fillRound(plate.left(), plate.top(), width, height, 3, palette.frame());
    }
    pen.label(
        text,
        left + mark + (roomy ? 0 : 3),
        middle,
        Anchor.START,
        lettering,
        roomy ? palette.muted() : palette.text());
  }
}
