package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import java.util.ArrayList;
import java.util.List;

/// Where the names of expanded blocks stand in a picture, as on a map: large enough to be read at
/// every scale, those of outer blocks first, and none on top of another.
final class FrameTitles {
  private static final double HEAD = 16;
  private static final double ROOMY = 0.42;
  private static final double LEAST_WIDTH = 26;
  private static final double LEAST_HEIGHT = 22;
  private static final int MOST = 160;

  private FrameTitles() {}

  /// One name.
  ///
  /// @param plate pixels of the screen that it covers
  /// @param mark how much of them, from the left, the mark of an open block takes
  record Title(String text, Box plate, double mark, Lettering lettering) {
    double middle() {
      return (plate.top() + plate.bottom()) / 2;
    }
  }

  /// Whether names stand beside a mark within their blocks; smaller ones have a ground of their
  /// own.
  static boolean areRoomy(Picture picture) {
    return picture.scale() >= ROOMY;
  }

  /// Those of all blocks that are seen. Cost O(blocks · names).
  static List<Title> of(Pen pen, Picture picture) {
    var titles = new ArrayList<Title>();
    var frames = picture.drawing().frames();
    for (int f = 0; f < frames.size() && titles.size() < MOST; f++) {
      var frame = frames.get(f);
      double s = picture.scale();
      if (picture.shows(frame)
          && frame.width() * s > LEAST_WIDTH
          && frame.height() * s > LEAST_HEIGHT) {
        add(pen, picture, f, titles);
      }
    }
    return titles;
  }

  private static void add(Pen pen, Picture picture, int index, List<Title> titles) {
    double s = picture.scale();
    boolean roomy = areRoomy(picture);
    var frame = picture.drawing().frames().get(index);
    var lettering = picture.legible(Detail.FRAME);
    double height = lettering.size() + 4;
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
    if (titles.stream().map(Title::plate).noneMatch(plate::meets)) {
      titles.add(new Title(text, plate, mark, lettering));
    }
  }
}
