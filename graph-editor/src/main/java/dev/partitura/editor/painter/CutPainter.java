package dev.partitura.editor.painter;

import dev.partitura.editor.painter.FrameTitles.Title;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.canvas.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The badges that say how many bytes go over a wire between devices: readable at every scale, on
/// no node and no name of a block, and none on top of another. Where there is no such room the
/// dashes of the wire alone say that it is cut. On a map, whose nodes are but spots, a badge covers
/// the fewest.
final class CutPainter implements GraphPainter.Layer {
  private static final int MOST = 120;
  private static final double AROUND = 6;
  private static final double NODE = 52;
  private static final double SLACK = 0.5;
  private static final double[] ALONG = {0.5, 0.25, 0.75};

  private record Badge(String text, Lettering lettering, Box box) {}

  @Override
  public void paint(Pen pen, Picture picture) {
    for (var badge : badges(pen, picture)) {
      paint(pen, picture, badge);
    }
  }

  /// Where badges lie on the screen.
  static List<Box> places(Pen pen, Picture picture) {
    return badges(pen, picture).stream().map(Badge::box).toList();
  }

  private static List<Badge> badges(Pen pen, Picture picture) {
    if (picture.style().cuts().length == 0) {
      return List.of();
    }
    var taken = new ArrayList<>(FrameTitles.of(pen, picture).stream().map(Title::plate).toList());
    var badges = new ArrayList<Badge>();
    for (int wire : picture.style().cuts()) {
      if (badges.size() >= MOST) {
        break;
      }
      var badge =
          picture.shows(picture.drawing().bounds().get(wire))
              ? badge(pen, picture, wire, taken)
              : null;
      if (badge != null) {
        taken.add(badge.box());
        badges.add(badge);
      }
    }
    return badges;
  }

  private static @Nullable Badge badge(Pen pen, Picture picture, int wire, List<Box> taken) {
    var text = picture.style().wire(wire).moved();
    if (text.isEmpty()) {
      return null;
    }
    var lettering = picture.legible(Detail.BYTES);
    double width =
        pen.textWidth(text, Detail.BYTES) * lettering.size() / Detail.BYTES.size() + 2 * AROUND;
    var box = place(picture, wire, width, lettering.size() + 6, taken);
    return box == null ? null : new Badge(text, lettering, box);
  }

  private static void paint(Pen pen, Picture picture, Badge badge) {
    var box = badge.box();
    double width = box.right() - box.left();
    double height = box.bottom() - box.top();
    var palette = picture.palette();
    pen.fillRound(box.left(), box.top(), width, height, height / 2, palette.canvas());
    pen.outline(box.left(), box.top(), width, height, height / 2, palette.bad(), Stroke.THIN);
    pen.label(
        badge.text(),
        box.left() + width / 2,
        box.top() + height / 2,
        Anchor.CENTER,
        badge.lettering(),
        palette.readable(palette.bad(), palette.canvas()));
  }

  /// On the wire where it is longest and nothing lies, or over or under the nodes there; null where
  /// there is no such room.
  ///
  /// @param taken by names of blocks and other badges
  private static @Nullable Box place(
      Picture picture, int wire, double width, double height, List<Box> taken) {
    var route = picture.drawing().routes().get(wire);
    double aside = NODE / 2 * picture.scale() + height / 2 + 1;
    var seen = Cards.screen(picture, picture.view().visible()).grown(SLACK);
    Box best = null;
    double least = Double.MAX_VALUE;
    for (double off : new double[] {0, -aside, aside, -2 * aside, 2 * aside}) {
      for (double along : ALONG) {
        for (int piece : byLength(route)) {
          double x = picture.x(route[piece] + (route[piece + 2] - route[piece]) * along);
          double y =
              picture.y(route[piece + 1] + (route[piece + 3] - route[piece + 1]) * along) + off;
          var box = new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
          if (taken.stream().anyMatch(box::meets)) {
            continue;
          }
          // A half of it, at the edge of the picture, says nothing.
          if (!seen.contains(box)) {
            continue;
          }
          double covered = Cards.covered(picture, Cards.world(picture, box));
          if (covered == 0) {
            return box;
          }
          if (covered < least) {
            least = covered;
            best = box;
          }
        }
      }
    }
    return picture.isMap() ? best : null;
  }

  /// Where the pieces of a route begin, long level ones first.
  private static List<Integer> byLength(double[] route) {
    var pieces = new ArrayList<Integer>();
    for (int i = 0; i + 3 < route.length; i += 2) {
      pieces.add(i);
    }
    pieces.sort(
        Comparator.comparingDouble(
            i -> -Math.abs(route[i + 2] - route[i]) + 0.5 * Math.abs(route[i + 3] - route[i + 1])));
    return pieces;
  }
}
