package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Palette;
import javafx.scene.paint.Color;

/// What is written on a node: its name, what it does, the letters of its devices, and a mark where
/// something is wrong.
final class NodeTextPainter {
  private static final double LETTER = 15;
  private static final int LEAST = 4;

  void paint(Pen pen, Picture picture, int index, NodePainter.Card card) {
    double s = picture.scale();
    var node = picture.style().node(index);
    var palette = picture.palette();
    boolean both = s >= Detail.SUBTITLES && !node.subtitle().isEmpty();
    boolean lettered = s >= Detail.LETTERS;
    double middle = card.y() + card.height() / 2;
    double titleMiddle = both ? middle - 8 * s : middle;
    double left = card.x() + Math.max(6, 14 * s);
    double room = card.x() + card.width() - left - 4 * s;
    double taken = lettered ? (node.letters().size() * 17 + 6) * s : 0;
    var title = picture.legible(Detail.TITLE);
    pen.label(
        Picture.fit(pen, node.title(), room - taken, Detail.TITLE, title),
        left,
        titleMiddle,
        Anchor.START,
        title,
        palette.text());
    if (both) {
      var small = picture.scaled(Detail.SUBTITLE);
      pen.disc(left + 3 * s, middle + 9 * s, 3 * s, node.dot());
      pen.label(
          Picture.fit(pen, node.subtitle(), room - 10 * s, Detail.SUBTITLE, small),
          left + 10 * s,
          middle + 9 * s,
          Anchor.START,
          small,
          node.second());
    }
    if (lettered) {
      letters(pen, picture, node, card.x() + card.width() - 8 * s, titleMiddle);
    }
    if (node.hasProblem()) {
      problem(pen, picture, card.x() + card.width(), card.y());
    }
  }

  /// The name on a node that is filled with a hue, where it can be read.
  void onFill(Pen pen, Picture picture, int index, NodePainter.Card card, Color fill) {
    var node = picture.style().node(index);
    var letters = picture.legible(Detail.TITLE);
    if (card.height() < letters.size() + 2) {
      return;
    }
    var text = Picture.fit(pen, node.title(), card.width() - 5, Detail.TITLE, letters);
    if (text.length() >= Math.min(LEAST, node.title().length())) {
      double middle = card.y() + card.height() / 2;
      pen.label(text, card.x() + 3, middle, Anchor.START, letters, Palette.textOn(fill));
    }
  }

  private static void letters(
      Pen pen, Picture picture, DrawingStyle.NodeStyle node, double right, double middle) {
    double s = picture.scale();
    double size = LETTER * s;
    var palette = picture.palette();
    double x = right;
    for (int i = node.letters().size() - 1; i >= 0; i--) {
      var hue = i < node.hues().size() ? node.hues().get(i) : palette.faint();
      x -= size;
      pen.fillRound(x, middle - size / 2, size, size, 2.5 * s, palette.tint(hue));
      pen.label(
          node.letters().get(i),
          x + size / 2,
          middle,
          Anchor.CENTER,
          picture.scaled(Detail.LETTER),
          palette.readable(hue, palette.tint(hue)));
      x -= 2 * s;
    }
  }

  private static void problem(Pen pen, Picture picture, double x, double y) {
    double radius = Math.max(3, 4.5 * picture.scale());
    var warn = picture.palette().warn();
    pen.disc(x, y, radius, warn);
    pen.label(
        "!",
        x,
        y,
        Anchor.CENTER,
        new Lettering(BundledFonts.SANS, 1.6 * radius, true),
        Palette.textOn(warn));
  }
}
