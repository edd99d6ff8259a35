package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.theme.Palette;

/// All that one picture of the graph depends on.
///
/// @param style how each item and wire of the drawing looks
/// @param highlights what hand and playhead do to it
/// @param visible what is seen of the drawing
public record Picture(
    Drawing drawing,
    DrawingStyle style,
    Highlights highlights,
    Viewport view,
    Box visible,
    Palette palette) {

  public Picture(
      Drawing drawing, DrawingStyle style, Highlights highlights, Viewport view, Palette palette) {
    this(drawing, style, highlights, view, view.visible(), palette);
  }

  double scale() {
    return view.scale();
  }

  double x(double drawingX) {
    return view.toScreenX(drawingX);
  }

  double y(double drawingY) {
    return view.toScreenY(drawingY);
  }

  boolean shows(Box box) {
    return box.meets(visible);
  }

  /// Letters that are as large as the drawing.
  Lettering scaled(Lettering lettering) {
    return lettering.scaled(scale());
  }
}
