package dev.partitura.visualizers.dependencies;

import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.theme.Palette;
import org.jspecify.annotations.Nullable;

/// One picture of the dependences: what is drawn where.
///
/// @param height pixels of the picture, with the head
/// @param selected task, or -1
/// @param hovered task, or -1
/// @param level that is lit, or -1
/// @param moment of the playhead in nanoseconds, or -1 where nobody placed it
/// @param hop arrows of the hovered task
/// @param waited the edge that made the selected task wait, alone
record LevelFrame(
    LevelMap map,
    Viewport viewport,
    double height,
    Palette palette,
    int selected,
    int hovered,
    int level,
    long moment,
    Bundles bundles,
    Bundles hop,
    Bundles.@Nullable Bundle waited) {
  static final double GUTTER = 72;
  static final double HEAD = 22;

  double x(double level) {
    return GUTTER + viewport.toScreenX(level);
  }

  double y(double row) {
    return HEAD + viewport.toScreenY(row);
  }

  double right() {
    return GUTTER + viewport.x().length();
  }

  double columnPixels() {
    return viewport.x().scale();
  }

  double rowPixels() {
    return viewport.y().scale();
  }

  /// Pixels left free at either side of a mark, where arrows run.
  double inset() {
    return Math.min(14, columnPixels() * 0.18);
  }

  /// The first level that is seen.
  int firstLevel() {
    return Math.max(0, (int) Math.floor(viewport().x().start()));
  }

  /// The level after the last that is seen.
  int lastLevel() {
    return Math.min(map().layout().levels(), (int) Math.ceil(viewport().x().end()));
  }
}
