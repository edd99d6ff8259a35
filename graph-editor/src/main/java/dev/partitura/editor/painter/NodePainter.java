package dev.partitura.editor.painter;

import dev.partitura.editor.layout.Item;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The nodes: a card with the stripe of its devices; far away a spot of colour.
final class NodePainter implements GraphPainter.Layer {
  private static final double RADIUS = 8;
  private static final double AROUND = 12;

  private final NodeTextPainter words = new NodeTextPainter();
  private final PortPainter ports = new PortPainter();

  /// Where a card lies on the screen.
  record Card(double x, double y, double width, double height) {}

  @Override
  public void paint(Pen pen, Picture picture) {
    var drawing = picture.drawing();
    for (int item = 0; item < drawing.items().size(); item++) {
      var box = drawing.box(item);
      if (picture.shows(box.grown(AROUND))) {
        double s = picture.scale();
        var card =
            new Card(
                picture.x(box.left()), picture.y(box.top()), box.width() * s, box.height() * s);
        if (s < Detail.CARDS) {
          spot(pen, picture, item, card);
        } else {
          node(pen, picture, item, card);
        }
      }
    }
  }

  private static void spot(Pen pen, Picture picture, int item, Card card) {
    var palette = picture.palette();
    var hues = picture.style().node(item).hues();
    var lit = picture.highlights().lit().get(item);
    Color color =
        picture.highlights().selected().contains(item)
            ? palette.accent()
            : lit != null ? lit : hues.isEmpty() ? palette.edge() : hues.getFirst();
    pen.fill(card.x(), card.y(), Math.max(1.5, card.width()), Math.max(1.5, card.height()), color);
  }

  private void node(Pen pen, Picture picture, int index, Card card) {
    double s = picture.scale();
    double radius = RADIUS * s;
    var palette = picture.palette();
    var item = picture.drawing().items().get(index);
    var lit = picture.highlights().lit().get(index);
    if (item.block() != null && item.block().children().size() > 1) {
      for (int behind = 2; behind >= 1; behind--) {
        double off = 4.0 * behind * s;
        double x = card.x() + off;
        double y = card.y() - off;
        pen.fillRound(x, y, card.width(), card.height(), radius, palette.card());
        pen.outline(x, y, card.width(), card.height(), radius, palette.line(), Stroke.THIN);
      }
    }
    pen.fillRound(card.x(), card.y(), card.width(), card.height(), radius, palette.card());
    if (lit != null) {
      var glow = lit.deriveColor(0, 1, 1, 0.28);
      pen.fillRound(card.x(), card.y(), card.width(), card.height(), radius, glow);
    }
    border(pen, picture, index, item, lit, card, radius);
    stripe(pen, picture, index, card);
    if (s >= Detail.TITLES) {
      words.paint(pen, picture, index, card);
    }
    var highlights = picture.highlights();
    if (highlights.connecting() || highlights.hovered() == index && s > Detail.PORTS) {
      ports.paint(pen, picture, index);
    }
  }

  private static void border(
      Pen pen,
      Picture picture,
      int index,
      Item item,
      @Nullable Color lit,
      Card card,
      double radius) {
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
      boolean terminal = item.kind() == Item.Kind.INPUT || item.kind() == Item.Kind.OUTPUT;
      var color = terminal || highlights.hovered() == index ? palette.edge() : palette.line();
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
      pen.fillRound(card.x() - 0.5, card.y() + s + i * part, width, part, width / 4, hues.get(i));
    }
  }
}
