package dev.partitura.engine.cluster;

/// How fast a device is, by which plans are priced: what an ordinary op reaches, not the peak of a
/// data sheet.
///
/// @param flopsPerSecond of a layer that is bound by arithmetic
/// @param bytesPerSecond of an op that is bound by memory
/// @param dispatchNanos to begin an op
public record Speed(double flopsPerSecond, double bytesPerSecond, long dispatchNanos) {
  /// A core whose instructions hold 16, 8 or 4 floats: what oneDNN's convolutions reach on it.
  static final Speed CORE_512 = new Speed(76e9, 10e9, 300);

  static final Speed CORE_256 = new Speed(60e9, 10e9, 300);
  static final Speed CORE_128 = new Speed(20e9, 8e9, 300);

  /// A small graphics card.
  private static final Speed GRAPHICS_CARD = new Speed(8e12, 300e9, 5_000);

  public Speed {
    if (!(flopsPerSecond > 0) || !(bytesPerSecond > 0) || dispatchNanos < 0) {
      throw new IllegalArgumentException(
          "No device has the speed " + flopsPerSecond + ", " + bytesPerSecond);
    }
  }

  /// What is taken for a device of which nothing more is known.
  public static Speed of(DeviceKind kind) {
    return switch (kind) {
      case CPU -> CORE_256;
      case GPU -> GRAPHICS_CARD;
    };
  }
}
