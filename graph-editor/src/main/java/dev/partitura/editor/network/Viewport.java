package dev.partitura.editor.network;

import dev.partitura.ui.canvas.Box;

/// Which part of the drawing is seen and how large. Screen = drawing × scale + offset.
public record Viewport(double scale, double x, double y) {
  public static final double LEAST = 0.01;
  public static final double MOST = 4;
  static final Viewport START = new Viewport(1, 0, 0);

  public double toScreenX(double drawingX) {
    return drawingX * scale + x;
  }

  public double toScreenY(double drawingY) {
    return drawingY * scale + y;
  }

  public double toDrawingX(double screenX) {
    return (screenX - x) / scale;
  }

  public double toDrawingY(double screenY) {
    return (screenY - y) / scale;
  }

  Viewport panned(double dx, double dy) {
    return new Viewport(scale, x + dx, y + dy);
  }

  /// Larger by `factor`, the point under (screenX, screenY) staying where it is.
  Viewport zoomed(double factor, double screenX, double screenY) {
    double next = Math.clamp(scale * factor, LEAST, MOST);
    return new Viewport(
        next, screenX - toDrawingX(screenX) * next, screenY - toDrawingY(screenY) * next);
  }

  /// The whole box in the middle of the given part of the window, at most at natural size.
  static Viewport fitting(
      Box box, double left, double top, double right, double bottom, double most) {
    double width = Math.max(1, right - left);
    double height = Math.max(1, bottom - top);
    double scale =
        Math.clamp(
            Math.min(width / Math.max(1, box.width()), height / Math.max(1, box.height())),
            LEAST,
            most);
    return new Viewport(
        scale,
        left + width / 2 - (box.left() + box.width() / 2) * scale,
        top + height / 2 - (box.top() + box.height() / 2) * scale);
  }
}
