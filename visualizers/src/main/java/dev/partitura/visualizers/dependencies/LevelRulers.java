package dev.partitura.visualizers.dependencies;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;

/// Draws what stands beside and above the levels: the devices of the bands, and the numbers.
final class LevelRulers {
  private LevelRulers() {}

  static void paint(Pen pen, LevelFrame frame) {
    gutter(pen, frame);
    head(pen, frame);
  }

  private static void gutter(Pen pen, LevelFrame frame) {
    var palette = frame.palette();
    pen.fill(0, 0, LevelFrame.GUTTER, frame.height(), palette.panel());
    for (var band : frame.map().layout().bands()) {
      double middle = frame.y(band.top() + band.rows() / 2.0);
      double top = frame.y(band.top());
      var hue = palette.device(band.device());
      pen.fill(LevelFrame.GUTTER - 5, top, 3, band.rows() * frame.rowPixels(), hue);
      if (middle > LevelFrame.HEAD && middle < frame.height()) {
        var tint = palette.tint(hue);
        pen.fillRound(8, middle - 8, 16, 16, 3, tint);
        pen.label(
            frame.map().letter(band.device()),
            16,
            middle,
            Pen.Anchor.CENTER,
            Lettering.STRONG,
            palette.readable(hue, tint));
        var title = frame.map().title(band.device());
        pen.label(
            pen.fit(title.substring(0, title.lastIndexOf(' ')), 36, Lettering.SMALL),
            28,
            middle,
            Pen.Anchor.START,
            Lettering.SMALL,
            palette.muted());
      }
    }
  }

  /// The numbers of the levels.
  private static void head(Pen pen, LevelFrame frame) {
    var palette = frame.palette();
    pen.fill(0, 0, frame.right(), LevelFrame.HEAD, palette.panel());
    int step = 1;
    for (int round = 0; step * frame.columnPixels() < 36; round++) {
      step = round % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    int last = frame.lastLevel();
    for (int level = Math.ceilDiv(frame.firstLevel(), step) * step; level < last; level += step) {
      boolean lit = level == frame.level();
      double x = frame.x(level + 0.5);
      if (x > LevelFrame.GUTTER && x < frame.right()) {
        pen.label(
            Integer.toString(level),
            x,
            LevelFrame.HEAD / 2,
            Pen.Anchor.CENTER,
            Lettering.NUMBER,
            lit ? palette.accent() : palette.faint());
      }
    }
  }
}
