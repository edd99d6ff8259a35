package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Axis;

/// How time lies on the screen: from the whole trace to fifty pixels a nanosecond.
final class TimeAxis {
  private static final double MOST_PIXELS_PER_NANO = 50;

  /// Share of the width that stays empty beside a trace that is shown whole.
  private static final double MARGIN = 0.02;

  private TimeAxis() {}

  /// A whole trace on so many pixels.
  static Axis whole(double durationNanos, double width) {
    return Axis.whole(
        width, new Axis.Limits(0, MOST_PIXELS_PER_NANO, 0, Math.max(1, durationNanos), MARGIN));
  }
}
