package dev.partitura.editor.painter;

import dev.partitura.editor.layout.Item;
import dev.partitura.ui.canvas.Box;

/// How much room nodes take in a picture: that of a block of several is a stack, of which two cards
/// stand out behind the first.
final class Cards {
  /// From card to card of a stack, to the right and up, in units of the drawing.
  static final double STEP = 4;

  private static final int BEHIND = 2;

  private Cards() {}

  /// How many cards stand out behind the first.
  static int behind(Item item) {
    return item.block() != null && item.block().children().size() > 1 ? BEHIND : 0;
  }

  /// All that a node covers, in units of the drawing.
  static Box box(Picture picture, int item) {
    var box = picture.drawing().box(item);
    double out = STEP * behind(picture.drawing().items().get(item));
    return new Box(box.left(), box.top() - out, box.right() + out, box.bottom());
  }

  /// How much of the nodes a box hides; above 0 where it touches one.
  ///
  /// @param region in units of the drawing
  static double covered(Picture picture, Box region) {
    double area = 0;
    for (int item : picture.drawing().itemsIn(region.grown(STEP * BEHIND))) {
      var box = box(picture, item);
      if (box.meets(region)) {
        var common = box.common(region);
        area += Math.max(Double.MIN_NORMAL, common.width() * common.height());
      }
    }
    return area;
  }

  /// A box of the screen in units of the drawing.
  static Box world(Picture picture, Box box) {
    var view = picture.view();
    return new Box(
        view.toWorldX(box.left()),
        view.toWorldY(box.top()),
        view.toWorldX(box.right()),
        view.toWorldY(box.bottom()));
  }

  static Box screen(Picture picture, Box box) {
    return new Box(
        picture.x(box.left()),
        picture.y(box.top()),
        picture.x(box.right()),
        picture.y(box.bottom()));
  }
}
