package dev.partitura.editor.painter;

import dev.partitura.editor.routing.Route;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.theme.BundledFonts;

/// The badges that say how many bytes a cut wire carries.
final class CutPainter implements GraphPainter.Layer {
  @Override
  public void paint(Pen pen, Picture picture) {
    if (picture.scale() < Detail.BYTES) {
      return;
    }
    for (int wire = 0; wire < picture.drawing().routes().size(); wire++) {
      var text = picture.style().wire(wire).cutBytes();
      if (!text.isEmpty() && picture.shows(picture.drawing().bounds().get(wire))) {
        badge(pen, picture, picture.drawing().routes().get(wire), text);
      }
    }
  }

  private static void badge(Pen pen, Picture picture, double[] route, String text) {
    double size = Math.clamp(10 * picture.scale(), 7.5, 11);
    double width = text.length() * size * 0.6 + 14;
    double height = size + 8;
    double x = picture.x(Route.x(route, 0.5));
    double y = picture.y(Route.y(route, 0.5));
    double left = x - width / 2;
    double top = y - height / 2;
    var palette = picture.palette();
    pen.fillRound(left, top, width, height, height / 2, palette.canvas());
    pen.outline(left, top, width, height, height / 2, palette.bad(), Stroke.THIN);
    pen.label(
        text,
        x,
        y,
        Anchor.CENTER,
        new Lettering(BundledFonts.MONO, size, false),
        palette.readable(palette.bad(), palette.canvas()));
  }
}
