package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.theme.Palette;

/// All that one picture of the graph depends on.
public final class Picture {
  private static final double MARGIN = 12;

  private final Drawing drawing;
  private final DrawingStyle style;
  private final Highlights highlights;
  private final Viewport view;
  private final Palette palette;
  private final Box visible;
  private final int[] items;
  private final int[] wires;

  /// @param style how each item and wire of the drawing looks
  /// @param highlights what hand and playhead do to it
  public Picture(
      Drawing drawing, DrawingStyle style, Highlights highlights, Viewport view, Palette palette) {
    this.drawing = drawing;
    this.style = style;
    this.highlights = highlights;
    this.view = view;
    this.palette = palette;
    visible = view.visible();
    items = drawing.itemsIn(visible.grown(MARGIN));
    wires = drawing.wiresIn(visible);
  }

  Drawing drawing() {
    return drawing;
  }

  DrawingStyle style() {
    return style;
  }

  Highlights highlights() {
    return highlights;
  }

  Viewport view() {
    return view;
  }

  Palette palette() {
    return palette;
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

  /// Whether it is drawn as a map: spots of colour, not nodes.
  boolean isMap() {
    return scale() < Detail.NODES || items.length > Detail.MOST_NODES;
  }

  /// The items that are seen.
  int[] items() {
    return items;
  }

  /// The wires of which something is seen.
  int[] wires() {
    return wires;
  }

  /// Letters that are as large as the drawing, in steps: each size costs the making of its letters.
  Lettering scaled(Lettering lettering) {
    return sized(lettering, lettering.size() * scale());
  }

  /// The same, but large enough to be read at every scale.
  Lettering legible(Lettering lettering) {
    return sized(lettering, Math.max(Detail.LEAST_LETTERS, lettering.size() * scale()));
  }

  private static Lettering sized(Lettering lettering, double size) {
    double step = size < 16 ? 0.5 : 2;
    double stepped = Math.max(step, Math.rint(size / step) * step);
    return new Lettering(lettering.family(), stepped, lettering.isBold());
  }

  /// The beginning of a text that fits so many pixels in letters of a kind and size.
  static String fit(Pen pen, String text, double pixels, Lettering kind, Lettering sized) {
    // Widths are measured in one size, so that zooming asks for no new ones.
    return pen.fitPath(text, Math.max(0, pixels * kind.size() / sized.size()), kind);
  }
}
