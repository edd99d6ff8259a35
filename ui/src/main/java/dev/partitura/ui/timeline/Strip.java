package dev.partitura.ui.timeline;

import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.theme.Palette;

/// Where a row of the timeline draws.
///
/// @param time the stretch of the run that is seen, in nanoseconds; its pixels begin at `left`
/// @param durationNanos end of the run
/// @param left pixels of the picture left of the strip
/// @param top pixels of the picture above the strip
public record Strip(
    Axis time, double durationNanos, double left, double top, double height, Palette palette) {

  /// The pixel of a moment.
  public double x(double nanos) {
    return left + time.toScreen(nanos);
  }

  public double bottom() {
    return top + height;
  }
}
