package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;
import java.util.stream.IntStream;

/// The drawing from far away: frames, lines and nodes as pixels, made by plain loops, so that
/// twenty thousand nodes cost no more than the pixels they cover.
final class MapPainter implements GraphPainter.Layer {
  private static final double LONG = 6;
  private static final double LEAST = 3;

  private final Pixels pixels = new Pixels();

  @Override
  public void paint(Pen pen, Picture picture) {
    int width = (int) Math.ceil(picture.view().x().length());
    int height = (int) Math.ceil(picture.view().y().length());
    pixels.begin(width, height, picture.palette().canvas());
    frames(picture);
    wires(picture);
    nodes(picture);
    pixels.draw(pen);
  }

  private void frames(Picture picture) {
    int ground = Pixels.of(picture.palette().frame());
    int edge = Pixels.of(picture.palette().line());
    double s = picture.scale();
    for (var box : picture.drawing().frames()) {
      double w = box.width() * s;
      double h = box.height() * s;
      if (w > LEAST && h > LEAST && picture.shows(box)) {
        pixels.fill(picture.x(box.left()), picture.y(box.top()), w, h, ground);
        pixels.outline(picture.x(box.left()), picture.y(box.top()), w, h, edge);
      }
    }
  }

  private void wires(Picture picture) {
    var drawing = picture.drawing();
    double longEnough = LONG / picture.scale();
    int plain = Pixels.of(picture.palette().edge());
    int cut = Pixels.of(picture.palette().bad());
    int chosen = Pixels.of(picture.palette().accent());
    var marked = IntStream.builder();
    for (int wire : picture.wires()) {
      boolean isCut = picture.style().wire(wire).isCut();
      var bounds = drawing.bounds().get(wire);
      if (isCut || Math.max(bounds.width(), bounds.height()) > longEnough) {
        if (isCut || picture.highlights().bringsOut(wire)) {
          marked.add(wire);
        } else {
          line(picture, drawing.routes().get(wire), plain);
        }
      }
    }
    marked
        .build()
        .forEach(wire -> {
          boolean isChosen = picture.highlights().bringsOut(wire);
          line(picture, drawing.routes().get(wire), isChosen ? chosen : cut);
        });
  }

  private void line(Picture picture, double[] route, int color) {
    for (int i = 2; i < route.length; i += 2) {
      pixels.line(
          picture.x(route[i - 2]),
          picture.y(route[i - 1]),
          picture.x(route[i]),
          picture.y(route[i + 1]),
          color);
    }
  }

  private void nodes(Picture picture) {
    double s = picture.scale();
    int accent = Pixels.of(picture.palette().accent());
    var lights = picture.highlights().lit();
    var selected = picture.highlights().selected();
    for (int item : picture.items()) {
      var box = picture.drawing().box(item);
      double x = picture.x(box.left());
      double y = picture.y(box.top());
      double w = box.width() * s;
      double h = box.height() * s;
      var lit = lights.isEmpty() ? null : lights.get(item);
      var fills = picture.style().node(item).fills();
      double part = w / fills.size();
      for (int i = 0; i < fills.size(); i++) {
        pixels.fill(x + i * part, y, part, h, Pixels.of(lit != null ? lit : fills.get(i)));
      }
      if (!selected.isEmpty() && selected.contains(item)) {
        pixels.outline(x - 2, y - 2, w + 4, h + 4, accent);
        pixels.outline(x - 1, y - 1, w + 2, h + 2, accent);
      }
    }
  }
}
