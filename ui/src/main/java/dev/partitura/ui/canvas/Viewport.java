package dev.partitura.ui.canvas;

/// Which part of a world is seen, and how large. Immutable; the two directions may differ in scale,
/// as time and rows do.
public record Viewport(Axis x, Axis y) {
  /// A drawing that is as large in both directions and has no ends, at its natural size.
  public static Viewport ofDrawing(Axis.Limits scales) {
    var axis = new Axis(0, 1, 1, scales);
    return new Viewport(axis, axis);
  }

  /// Pixels for a unit of the world from left to right.
  public double scale() {
    return x.scale();
  }

  public double toScreenX(double worldX) {
    return x.toScreen(worldX);
  }

  public double toScreenY(double worldY) {
    return y.toScreen(worldY);
  }

  public double toWorldX(double screenX) {
    return x.toWorld(screenX);
  }

  public double toWorldY(double screenY) {
    return y.toWorld(screenY);
  }

  /// What is seen of the world.
  public Box visible() {
    return new Box(x.start(), y.start(), x.end(), y.end());
  }

  public Viewport panned(double dx, double dy) {
    return new Viewport(x.panned(dx), y.panned(dy));
  }

  /// Larger by `factor`, the point under (screenX, screenY) staying where it is.
  public Viewport zoomed(double factor, double screenX, double screenY) {
    return new Viewport(x.zoomed(factor, screenX), y.zoomed(factor, screenY));
  }

  public Viewport resized(double width, double height) {
    return new Viewport(x.resized(width), y.resized(height));
  }

  /// On the way to another viewport, `share` of it gone.
  public Viewport towards(Viewport other, double share) {
    return new Viewport(x.towards(other.x, share), y.towards(other.y, share));
  }

  /// With a point of the world in the middle.
  public Viewport centred(double worldX, double worldY) {
    return panned(x.length() / 2 - toScreenX(worldX), y.length() / 2 - toScreenY(worldY));
  }

  /// A box of the world in the middle of a part of the screen, the same scale in both directions.
  ///
  /// @param most the scale is no larger
  public Viewport fitting(Box world, Box screen, double most) {
    double fit =
        Math.min(
            Math.max(1, screen.width()) / Math.max(1, world.width()),
            Math.max(1, screen.height()) / Math.max(1, world.height()));
    double scale = Math.clamp(fit, x.limits().least(), Math.max(x.limits().least(), most));
    return new Viewport(
        fitting(x, world.left(), world.right(), screen.left(), screen.right(), scale),
        fitting(y, world.top(), world.bottom(), screen.top(), screen.bottom(), scale));
  }

  private static Axis fitting(
      Axis axis, double from, double to, double screenFrom, double screenTo, double scale) {
    double middle = screenFrom + Math.max(1, screenTo - screenFrom) / 2;
    double world = from + Math.max(0, to - from) / 2;
    return new Axis(world - middle / scale, scale, axis.length(), axis.limits());
  }
}
