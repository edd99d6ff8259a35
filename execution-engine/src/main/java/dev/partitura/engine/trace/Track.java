package dev.partitura.engine.trace;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import org.jspecify.annotations.Nullable;

/// A row of the score.
public sealed interface Track {
  /// Such as `CPU 0`, `A → B` or `python 4711`.
  String name();

  /// What a device does one after another.
  record OfLane(String name, DeviceId device, Lane lane) implements Track {}

  /// Copies on their way to a device.
  record OfLink(String name, DeviceId device) implements Track {}

  /// A thread of a host, of which more is not known.
  record OfThread(String name, String host) implements Track {}

  /// The device whose row it is, or the receiver of a link's; null for a thread.
  default @Nullable DeviceId device() {
    return switch (this) {
      case OfLane(_, var device, _) -> device;
      case OfLink(_, var device) -> device;
      case OfThread _ -> null;
    };
  }
}
