package dev.partitura.visualizers.timeline;

/// The part of a trace that is on the screen: where it starts, how fine it is and how wide it is
/// drawn. Immutable.
///
/// @param startNanos time at the left edge; may lie a little before the trace
/// @param nanosPerPixel time that one pixel stands for
/// @param width pixels
/// @param durationNanos time from the start of the trace to its end
public record Viewport(
    double startNanos, double nanosPerPixel, double width, double durationNanos) {
  /// The finest zoom: fifty pixels a nanosecond.
  private static final double FINEST = 0.02;

  /// Share of the width that stays empty beside a trace that is shown whole.
  private static final double MARGIN = 0.02;

  public Viewport {
    width = Math.max(1, width);
    durationNanos = Math.max(1, durationNanos);
    nanosPerPixel =
        Math.clamp(nanosPerPixel, FINEST, Math.max(FINEST, coarsest(width, durationNanos)));
    double room = width * nanosPerPixel;
    double slack = room * MARGIN * 2;
    double last = Math.max(-slack, durationNanos - room + slack);
    startNanos = Math.clamp(startNanos, -slack, last);
  }

  private static double coarsest(double width, double durationNanos) {
    return durationNanos / (width * (1 - 2 * MARGIN));
  }

  /// Shows a whole trace.
  public static Viewport whole(double durationNanos, double width) {
    double scale = coarsest(Math.max(1, width), Math.max(1, durationNanos));
    return new Viewport(-MARGIN * width * scale, scale, width, durationNanos);
  }

  public double endNanos() {
    return startNanos + width * nanosPerPixel;
  }

  public double x(double nanos) {
    return (nanos - startNanos) / nanosPerPixel;
  }

  public double nanos(double x) {
    return startNanos + x * nanosPerPixel;
  }

  /// Finer for a factor below 1; what lies under the pointer stays there, unless an end of the
  /// trace is reached.
  public Viewport zoom(double factor, double atX) {
    double scale =
        Math.clamp(
            nanosPerPixel * factor, FINEST, Math.max(FINEST, coarsest(width, durationNanos)));
    return new Viewport(nanos(atX) - atX * scale, scale, width, durationNanos);
  }

  /// Moves what is shown to the left by so many pixels.
  public Viewport pan(double pixels) {
    return new Viewport(startNanos + pixels * nanosPerPixel, nanosPerPixel, width, durationNanos);
  }

  /// Shows a stretch of time with some room beside it.
  public Viewport show(double fromNanos, double toNanos) {
    double length = Math.max(FINEST, toNanos - fromNanos);
    double scale = length / (width * 0.8);
    double middle = (fromNanos + toNanos) / 2;
    var zoomed = new Viewport(middle, scale, width, durationNanos);
    return new Viewport(
        middle - width * zoomed.nanosPerPixel / 2, zoomed.nanosPerPixel, width, durationNanos);
  }

  /// Moves as little as needed for a moment to be on the screen.
  public Viewport reveal(double nanos) {
    double margin = width * 0.1;
    double x = x(nanos);
    if (x < margin) {
      return pan(x - margin);
    }
    return x > width - margin ? pan(x - width + margin) : this;
  }

  /// Another width at the same scale; a trace that was shown whole stays so.
  public Viewport resize(double newWidth) {
    boolean isWhole =
        Math.abs(nanosPerPixel - coarsest(width, durationNanos)) < nanosPerPixel * 1e-9;
    return isWhole
        ? whole(durationNanos, newWidth)
        : new Viewport(startNanos, nanosPerPixel, newWidth, durationNanos);
  }
}
