package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.DeviceId;
import org.jspecify.annotations.Nullable;

/// A quantity over time: `values[i]` holds from `times[i]` until the next. Arrays are not copied;
/// do not write to them.
///
/// @param name such as `memory`
/// @param unit such as `bytes`
/// @param times nanoseconds from the start of the trace, ascending
public record Counter(
    String name, String unit, @Nullable DeviceId device, long[] times, double[] values) {
  public Counter {
    if (times.length != values.length) {
      throw new IllegalArgumentException(times.length + " times but " + values.length + " values");
    }
  }

  /// The largest value; 0 when empty.
  public double peak() {
    double peak = 0;
    for (double value : values) {
      peak = Math.max(peak, value);
    }
    return peak;
  }
}
