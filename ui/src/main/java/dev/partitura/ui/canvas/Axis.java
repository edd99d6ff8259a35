package dev.partitura.ui.canvas;

/// One direction of a viewport: which stretch of the world lies on how many pixels. Immutable, and
/// always within its limits, whatever is asked for.
///
/// @param start what of the world lies at the first pixel
/// @param scale pixels for one unit of the world
/// @param length pixels
public record Axis(double start, double scale, double length, Limits limits) {
  private static final double REVEALED = 0.1;
  private static final double SHOWN = 0.8;

  /// How far one can go.
  ///
  /// @param least fewest pixels for a unit; 0 ends where the whole world is seen
  /// @param most most pixels for a unit
  /// @param from where the world begins, minus infinity where it does not
  /// @param to where it ends
  /// @param margin share of the length that stays empty beside a world that is seen whole
  public record Limits(double least, double most, double from, double to, double margin) {
    /// A world without ends.
    public static Limits scales(double least, double most) {
      return new Limits(least, most, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }

    boolean isBounded() {
      return to - from < Double.POSITIVE_INFINITY;
    }

    private double whole(double length) {
      return length * (1 - 2 * margin) / (to - from);
    }

    private double clamped(double scale, double length) {
      return Math.clamp(scale, Math.min(most, least > 0 ? least : whole(length)), most);
    }
  }

  public Axis {
    length = Math.max(1, length);
    scale = limits.clamped(scale, length);
    if (limits.isBounded()) {
      double room = length / scale;
      double slack = room * limits.margin * 2;
      double first = limits.from - slack;
      start = Math.clamp(start, first, Math.max(first, limits.to - room + slack));
    }
  }

  /// Shows a world with ends as large as it fits.
  public static Axis whole(double length, Limits limits) {
    double scale = limits.whole(Math.max(1, length));
    return new Axis(limits.from - limits.margin * length / scale, scale, length, limits);
  }

  /// As large as it fits, if the world has ends; else as it is.
  public Axis whole() {
    return limits.isBounded() ? whole(length, limits) : this;
  }

  /// What of the world lies at the last pixel.
  public double end() {
    return toWorld(length);
  }

  public double unitsPerPixel() {
    return 1 / scale;
  }

  public double toScreen(double world) {
    return (world - start) * scale;
  }

  public double toWorld(double screen) {
    return start + screen / scale;
  }

  /// The world moved right or down by so many pixels.
  public Axis panned(double pixels) {
    return new Axis(start - pixels / scale, scale, length, limits);
  }

  /// Larger by a factor; what lies at a pixel stays there, unless an end is reached.
  public Axis zoomed(double factor, double at) {
    double next = limits.clamped(scale * factor, length);
    return new Axis(toWorld(at) - at / next, next, length, limits);
  }

  /// Shows a stretch with some room beside it.
  public Axis showing(double from, double to) {
    double next = limits.clamped(length * SHOWN / Math.max(1 / limits.most, to - from), length);
    return new Axis((from + to) / 2 - length / next / 2, next, length, limits);
  }

  /// Moves as little as needed for a place to be seen, a tenth of the length from the ends.
  public Axis revealing(double world) {
    double margin = length * REVEALED;
    double at = toScreen(world);
    return at < margin
        ? panned(margin - at)
        : at > length - margin ? panned(length - margin - at) : this;
  }

  /// On the way to another axis of the same length, `share` of it gone.
  public Axis towards(Axis other, double share) {
    double from = start + (other.start - start) * share;
    double to = end() + (other.end() - end()) * share;
    return new Axis(from, length / (to - from), length, other.limits);
  }

  /// Another length at the same scale; a world that was seen whole stays so.
  public Axis resized(double pixels) {
    boolean isWhole = limits.isBounded() && Math.abs(scale - limits.whole(length)) < scale * 1e-9;
    return isWhole ? whole(pixels, limits) : new Axis(start, scale, pixels, limits);
  }
}
