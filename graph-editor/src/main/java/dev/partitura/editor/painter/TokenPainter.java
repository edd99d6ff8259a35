package dev.partitura.editor.painter;

import dev.partitura.editor.routing.Route;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Pen.Anchor;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Palette;

/// Values on their way along wires while a run is played back, each with its micro-batch.
final class TokenPainter implements GraphPainter.Layer {
  private static final double READABLE = 6;

  @Override
  public void paint(Pen pen, Picture picture) {
    double radius = Math.clamp(8 * picture.scale(), 4, 9);
    for (var token : picture.highlights().tokens()) {
      var route = picture.drawing().routes().get(token.wire());
      double share = Math.min(token.share(), atEnd(route, token, radius / picture.scale()));
      double x = picture.x(Route.x(route, share));
      double y = picture.y(Route.y(route, share));
      pen.disc(x, y, radius, token.hue());
      if (radius >= READABLE && token.microBatch() >= 0) {
        pen.label(
            Integer.toString(token.microBatch()),
            x,
            y,
            Anchor.CENTER,
            new Lettering(BundledFonts.SANS, radius * 1.25, true),
            Palette.textOn(token.hue()));
      }
    }
  }

  /// Where along its wire a token stands that waits: before the end, behind those ahead of it.
  private static double atEnd(double[] route, Playback.Token token, double radius) {
    double length = 0;
    for (int i = 2; i < route.length; i += 2) {
      length += Math.hypot(route[i] - route[i - 2], route[i + 1] - route[i - 1]);
    }
    double back = radius * (1 + 2.2 * token.queued());
    return length == 0 ? 1 : Math.max(0, 1 - back / length);
  }
}
