package dev.partitura.ui.theme;

import javafx.scene.paint.Color;

/// How well colours stand out from each other, after WCAG 2.2.
final class Contrast {
  /// What running text needs (1.4.3).
  static final double TEXT = 4.5;

  /// What graphics need (1.4.11).
  static final double GRAPHIC = 3;

  private static final double STEP = 0.05;

  /// Pixels have 8 bits a channel, which costs a little of what is worked out.
  private static final double ROUNDING = 1.01;

  private Contrast() {}

  /// Contrast ratio of two opaque colours, 1 to 21.
  static double of(Color a, Color b) {
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;
    return Math.max(one, other) / Math.min(one, other);
  }

  /// A hue made dark or bright enough for a contrast with a background.
  static Color standingOut(Color hue, Color background, double contrast) {
    var towards = luminance(background) > 0.4 ? Color.BLACK : Color.WHITE;
    var color = hue;
    for (double share = STEP;
        of(color, background) < contrast * ROUNDING && share <= 1;
        share += STEP) {
      color = hue.interpolate(towards, share);
    }
    return color;
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
