package dev.partitura.engine.cluster;

/// A kind of wire or network, by its standard or data sheet.
///
/// @param bytesPerSecond that one device can send, while it receives as much
/// @param latencyNanos of a small message, of the wire and its adapters alone
/// @param source where the figures stand
/// @param notes what is particular about them; may be empty
public record LinkModel(
    String name, double bytesPerSecond, long latencyNanos, String source, String notes) {
  public LinkModel {
    if (name.isBlank() || !(bytesPerSecond > 0) || latencyNanos < 0) {
      throw new IllegalArgumentException("No link is like " + name);
    }
  }

  /// Such a link between two devices.
  public Link between(DeviceId from, DeviceId to) {
    return new Link(from, to, bytesPerSecond, latencyNanos);
  }
}
