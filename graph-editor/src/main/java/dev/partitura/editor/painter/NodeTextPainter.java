package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Palette;

/// What is written on a node: its name, what it does, the letters of its devices, and a mark where
/// something is wrong.
final class NodeTextPainter {
  private static final double LETTER = 15;

  void paint(Pen pen, Picture picture, int index, NodePainter.Card card) {
    double s = picture.scale();
    var node = picture.style().node(index);
    var palette = picture.palette();
    boolean both = s >= Detail.SUBTITLES && !node.subtitle().isEmpty();
    boolean lettered = s >= Detail.LETTERS;
    double middle = card.y() + card.height() / 2;
    double titleMiddle = both ? middle - 8 * s : middle;
    double left = card.x() + 14 * s;
    double width = card.width() / s;
    double room = width - 24 - (lettered ? node.letters().size() * 17 + 6 : 0);
    pen.label(
        pen.fit(node.title(), room, Detail.TITLE),
        left,
        titleMiddle,
        Anchor.START,
        picture.scaled(Detail.TITLE),
        palette.text());
    if (both) {
      pen.disc(left + 3 * s, middle + 9 * s, 3 * s, node.dot());
      pen.label(
          pen.fit(node.subtitle(), width - 36, Detail.SUBTITLE),
          left + 10 * s,
          middle + 9 * s,
          Anchor.START,
          picture.scaled(Detail.SUBTITLE),
          palette.muted());
    }
    if (lettered) {
      letters(pen, picture, node, card.x() + card.width() - 8 * s, titleMiddle);
    }
    if (node.hasProblem()) {
      problem(pen, picture, card.x() + card.width(), card.y());
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
