package dev.partitura.engine.cluster;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A device that can be bought or rented, by its data sheet. Immutable; any thread.
///
/// @param form what it is called in its trade, such as `GPU`, `TPU` or `SoC`
/// @param peakFlopsPerSecond dense peak rates, for int8 in operations a second; what it has no
///   instructions for is absent
/// @param memoryBytes of one device; for a processor, of its socket
/// @param bytesPerSecond of that memory, at its peak
/// @param source where the figures stand
/// @param notes what is particular about them; may be empty
public record DeviceModel(
    String name,
    DeviceKind kind,
    String form,
    Map<NumberFormat, Double> peakFlopsPerSecond,
    long memoryBytes,
    double bytesPerSecond,
    String source,
    String notes) {
  /// Shares of the peaks that ordinary ops reach.
  private static final double ARITHMETIC_REACHED = 0.7;

  private static final double MEMORY_REACHED = 0.8;

  private static final long DISPATCH_NANOS = 5_000;

  public DeviceModel {
    var peaks = new EnumMap<NumberFormat, Double>(NumberFormat.class);
    peaks.putAll(peakFlopsPerSecond);
    peakFlopsPerSecond = Collections.unmodifiableMap(peaks);
    if (name.isBlank() || memoryBytes <= 0 || !(bytesPerSecond > 0)) {
      throw new IllegalArgumentException("No device is like " + name);
    }
    if (peaks.isEmpty() || peaks.values().stream().anyMatch(peak -> !(peak > 0))) {
      throw new IllegalArgumentException("Device " + name + " computes nothing: " + peaks);
    }
  }

  /// Operations a second on such numbers at its peak, or null where it has no instructions for
  /// them.
  public @Nullable Double peak(NumberFormat format) {
    return peakFlopsPerSecond.get(format);
  }

  /// By which plans in float32 are priced. A device that multiplies no float32, such as a TPU,
  /// takes the rate of the format in which it does such products instead.
  public Speed speed() {
    return new Speed(
        ARITHMETIC_REACHED * floatPeak(), MEMORY_REACHED * bytesPerSecond, DISPATCH_NANOS);
  }

  /// Operations a second in float32, or what takes their place.
  public double floatPeak() {
    for (var format :
        new NumberFormat[] {
          NumberFormat.FP32, NumberFormat.TF32, NumberFormat.BF16, NumberFormat.FP16
        }) {
      var peak = peak(format);
      if (peak != null) {
        return peak;
      }
    }
    return peakFlopsPerSecond.values().iterator().next();
  }
}
