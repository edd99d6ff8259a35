package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;

/// How a timeline lies on the screen: time from the whole trace to fifty pixels a nanosecond, rows
/// as large as they are, so that they only scroll.
final class TimelineScale {
  private static final double MOST_PIXELS_PER_NANO = 50;

  /// Share of the width that stays empty beside a trace that is shown whole.
  private static final double MARGIN = 0.02;

  private TimelineScale() {}

  /// A whole trace.
  ///
  /// @param rowPixels height of all rows
  /// @param width pixels for the time
  /// @param height pixels for the rows
  static Viewport whole(double durationNanos, double rowPixels, double width, double height) {
    return new Viewport(time(durationNanos, width), rows(rowPixels, height));
  }

  /// Rows as large as they are, from the first on.
  static Axis rows(double rowPixels, double height) {
    return new Axis(0, 1, height, new Axis.Limits(1, 1, 0, rowPixels, 0));
  }

  /// The time of a whole trace.
  static Axis time(double durationNanos, double width) {
    return Axis.whole(
        width, new Axis.Limits(0, MOST_PIXELS_PER_NANO, 0, Math.max(1, durationNanos), MARGIN));
  }
}
