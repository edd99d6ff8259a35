package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;

/// Writes the names of expanded blocks.
final class FrameTitlePainter implements GraphPainter.Layer {
  @Override
  public void paint(Pen pen, Picture picture) {
    boolean roomy = FrameTitles.areRoomy(picture);
    var palette = picture.palette();
    for (var title : FrameTitles.of(pen, picture)) {
      var plate = title.plate();
      double middle = title.middle();
      if (roomy) {
        double s = picture.scale();
        double x = plate.left() + 4 * s;
        pen.area(
            new double[] {x - 3.5 * s, x + 3.5 * s, x},
            new double[] {middle - 2 * s, middle - 2 * s, middle + 3 * s},
            3,
            palette.muted());
      } else {
        pen.fillRound(plate.left(), plate.top(), plate.width(), plate.height(), 3, palette.frame());
      }
      pen.label(
          title.text(),
          plate.left() + title.mark() + (roomy ? 0 : 3),
          middle,
          Anchor.START,
          title.lettering(),
          roomy ? palette.muted() : palette.text());
    }
  }
}
