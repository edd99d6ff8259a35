package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.DeviceId;
import org.jspecify.annotations.Nullable;

/// A row of the score.
///
/// @param name such as `CPU 0` or `A → B`
/// @param device the device whose row it is, or the receiver of a transfer row; null in a foreign
///   trace
public record Track(String name, Kind kind, @Nullable DeviceId device) {
  public enum Kind {
    DEVICE,
    LINK,
    OTHER
  }
}
