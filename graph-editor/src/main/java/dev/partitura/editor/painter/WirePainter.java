package dev.partitura.editor.painter;

import dev.partitura.editor.routing.Route;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.canvas.Stroke.Corner;

/// The wires: plain ones all in one go, then those that are cut, selected or under the pointer.
final class WirePainter implements GraphPainter.Layer {
  private static final double LONG = 9;
  private static final double TURN = 10;

  @Override
  public void paint(Pen pen, Picture picture) {
    var drawing = picture.drawing();
    var wires = picture.wires();
    boolean curved = picture.scale() >= Detail.CURVES;
    var corner = curved ? Corner.ROUND : Corner.CUT;
    double width = Math.clamp(1.4 * picture.scale() + 0.3, 0.7, 2);
    pen.curves(
        picture.palette().visible(picture.palette().edge(), picture.palette().canvas()),
        Stroke.solid(width).with(corner),
        curves -> {
          for (int wire : wires) {
            if (isPlain(picture, wire) && (curved || isLong(picture, wire))) {
              trace(curves, picture, drawing.routes().get(wire), curved);
            }
          }
        });
    for (int wire : wires) {
      if (!isPlain(picture, wire)) {
        marked(pen, picture, wire, corner);
      }
    }
  }

  /// Whether a wire can be made out beside its nodes.
  private static boolean isLong(Picture picture, int wire) {
    var bounds = picture.drawing().bounds().get(wire);
    return Math.max(bounds.width(), bounds.height()) * picture.scale() > LONG;
  }

  private static boolean isPlain(Picture picture, int wire) {
    return !picture.style().wire(wire).isCut() && !picture.highlights().bringsOut(wire);
  }

  private static void marked(Pen pen, Picture picture, int wire, Corner corner) {
    double s = picture.scale();
    boolean chosen = picture.highlights().bringsOut(wire);
    boolean cut = picture.style().wire(wire).isCut();
    double width = Math.clamp(1.8 * s + 0.3, 1, 3);
    var route = picture.drawing().routes().get(wire);
    var palette = picture.palette();
    if (chosen) {
      // A wide seam below it, so that a cut keeps its own colour and dashes.
      pen.curves(
          palette.accent(),
          Stroke.solid(cut ? width + 5 : width + 1).with(corner),
          curves -> trace(curves, picture, route, s >= Detail.CURVES));
    }
    if (cut) {
      var dashed = Stroke.solid(width).with(corner).dashed(Math.max(2, 5 * s), Math.max(2, 4 * s));
      if (chosen) {
        pen.curves(
            palette.canvas(),
            Stroke.solid(width + 2).with(corner),
            curves -> trace(curves, picture, route, s >= Detail.CURVES));
      }
      pen.curves(
          palette.bad(), dashed, curves -> trace(curves, picture, route, s >= Detail.CURVES));
    }
  }

  private static void trace(Pen.Curves curves, Picture picture, double[] route, boolean curved) {
    curves.moveTo(picture.x(route[0]), picture.y(route[1]));
    if (!curved) {
      for (int i = 2; i < route.length; i += 2) {
        curves.lineTo(picture.x(route[i]), picture.y(route[i + 1]));
      }
    } else if (Route.hasCorners(route)) {
      for (int i = 2; i < route.length - 2; i += 2) {
        curves.cornerTo(
            picture.x(route[i]),
            picture.y(route[i + 1]),
            picture.x(route[i + 2]),
            picture.y(route[i + 3]),
            TURN * picture.scale());
      }
      curves.lineTo(picture.x(route[route.length - 2]), picture.y(route[route.length - 1]));
    } else {
      for (int i = 2; i < route.length; i += 2) {
        double handle = Route.handle(route[i - 2], route[i - 1], route[i], route[i + 1]);
        curves.curveTo(
            picture.x(route[i - 2] + handle),
            picture.y(route[i - 1]),
            picture.x(route[i] - handle),
            picture.y(route[i + 1]),
            picture.x(route[i]),
            picture.y(route[i + 1]));
      }
    }
  }
}
