package dev.partitura.editor.painter;

import dev.partitura.editor.painter.FrameTitles.Title;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import java.util.List;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The nodes: a card with the stripe of its devices; far away filled with their hues.
final class NodePainter implements GraphPainter.Layer {
  private static final double RADIUS = 8;

  private final NodeTextPainter words = new NodeTextPainter();
  private final PortPainter ports = new PortPainter();

  /// Where a card lies on the screen.
  record Card(double x, double y, double width, double height) {}

  @Override
  public void paint(Pen pen, Picture picture) {
    double s = picture.scale();
    List<Box> titles =
        s < Detail.CARDS
            ? FrameTitles.of(pen, picture).stream().map(Title::plate).toList()
            : List.of();
    for (int item : picture.items()) {
      var box = picture.drawing().box(item);
      var card =
          new Card(picture.x(box.left()), picture.y(box.top()), box.width() * s, box.height() * s);
      if (s < Detail.CARDS) {
        filled(pen, picture, item, card, titles);
      } else {
        node(pen, picture, item, card);
      }
    }
  }

  /// A node too small for its words, filled with its hues; the name where there is room.
  ///
  /// @param titles of blocks, which lie over the nodes
  private void filled(Pen pen, Picture picture, int item, Card card, List<Box> titles) {
    var palette = picture.palette();
    var fills = picture.style().node(item).fills();
    var lit = picture.highlights().lit().get(item);
    double part = card.width() / fills.size();
    for (int i = 0; i < fills.size(); i++) {
      var fill = lit != null ? lit : fills.get(i);
      pen.fill(card.x() + i * part, card.y(), Math.max(1.5, part), card.height(), fill);
    }
    if (picture.highlights().selected().contains(item)) {
      pen.outline(
          card.x() - 2,
          card.y() - 2,
          card.width() + 4,
          card.height() + 4,
          2,
          palette.accent(),
          Stroke.THICK);
    }
    var whole = new Box(card.x(), card.y(), card.x() + card.width(), card.y() + card.height());
    // A title covers half of the name of a node beneath it, which then says nothing.
    if (fills.size() == 1 && lit == null && titles.stream().noneMatch(whole::meets)) {
      words.onFill(pen, picture, item, card, fills.getFirst());
    }
  }

  private void node(Pen pen, Picture picture, int index, Card card) {
    double s = picture.scale();
    double radius = s < Detail.ROUND ? 0 : RADIUS * s;
    var palette = picture.palette();
    var item = picture.drawing().items().get(index);
    var lit = picture.highlights().lit().get(index);
    for (int behind = Cards.behind(item); behind >= 1; behind--) {
      double off = Cards.STEP * behind * s;
      double x = card.x() + off;
      double y = card.y() - off;
      var edge = picture.style().node(index).border();
      pen.fillRound(x, y, card.width(), card.height(), radius, palette.card());
      pen.outline(x, y, card.width(), card.height(), radius, edge, Stroke.THIN);
    }
    var ground = picture.style().node(index).ground();
    pen.fillRound(card.x(), card.y(), card.width(), card.height(), radius, ground);
    if (lit != null) {
      var glow = lit.deriveColor(0, 1, 1, 0.28);
      pen.fillRound(card.x(), card.y(), card.width(), card.height(), radius, glow);
    }
    border(pen, picture, index, lit, card, radius);
    stripe(pen, picture, index, card);
    words.paint(pen, picture, index, card);
    var highlights = picture.highlights();
    if (highlights.connecting() || highlights.hovered() == index && s > Detail.PORTS) {
      ports.paint(pen, picture, index);
    }
  }

  private static void border(
      Pen pen, Picture picture, int index, @Nullable Color lit, Card card, double radius) {
    var palette = picture.palette();
    var highlights = picture.highlights();
    var strong =
        highlights.selected().contains(index)
            ? palette.accent()
            : highlights.connecting() && highlights.targets().contains(index)
                ? palette.good()
                : lit;
    if (strong != null) {
      pen.outline(
          card.x() - 2,
          card.y() - 2,
          card.width() + 4,
          card.height() + 4,
          radius + 2,
          strong,
          Stroke.THICK);
    } else {
      var color =
          highlights.hovered() == index ? palette.text() : picture.style().node(index).border();
      pen.outline(card.x(), card.y(), card.width(), card.height(), radius, color, Stroke.THIN);
    }
  }

  /// A part of the stripe for each hue.
  private static void stripe(Pen pen, Picture picture, int index, Card card) {
    double s = picture.scale();
    var hues = picture.style().node(index).hues();
    double width = Math.max(2, 4 * s);
    double part = (card.height() - 2 * s) / hues.size();
    for (int i = 0; i < hues.size(); i++) {
      pen.fill(card.x() - 0.5, card.y() + s + i * part, width, part, hues.get(i));
    }
  }
}
