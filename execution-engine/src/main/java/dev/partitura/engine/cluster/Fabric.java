package dev.partitura.engine.cluster;

import org.jspecify.annotations.Nullable;

/// What joins all devices of a cluster alike, so that no link needs to be listed.
///
/// @param intraHost joins the devices of one host; null where their links are listed, or nothing is
///   known of them
/// @param interHost joins devices of different hosts; null as above
public record Fabric(@Nullable LinkModel intraHost, @Nullable LinkModel interHost) {
  /// Nothing is joined alike.
  public static final Fabric NONE = new Fabric(null, null);

  /// The network over which two devices reach each other, or null.
  @Nullable LinkModel between(Device from, Device to) {
    return from.host().equals(to.host()) ? intraHost : interHost;
  }
}
