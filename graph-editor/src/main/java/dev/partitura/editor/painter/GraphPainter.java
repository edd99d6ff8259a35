package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Pen;
import java.util.List;

/// Paints a drawing, from what lies at the back to what lies in front: only what is visible, and of
/// it only what can be made out at the scale.
public final class GraphPainter {
  private static final List<Layer> LAYERS =
      List.of(
          new GridPainter(),
          new FramePainter(),
          new WirePainter(),
          new ShapePainter(),
          new NodePainter(),
          new FrameTitlePainter(),
          new CutPainter(),
          new DependencePainter(),
          new TokenPainter());

  private static final List<Layer> MAP =
      List.of(
          new MapPainter(),
          new FrameTitlePainter(),
          new CutPainter(),
          new DependencePainter(),
          new TokenPainter());

  private GraphPainter() {}

  /// What lies at one depth.
  @FunctionalInterface
  interface Layer {
    void paint(Pen pen, Picture picture);
  }

  public static void paint(Pen pen, Picture picture) {
    (picture.isMap() ? MAP : LAYERS).forEach(layer -> layer.paint(pen, picture));
  }
}
