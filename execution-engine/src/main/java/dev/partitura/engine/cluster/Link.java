package dev.partitura.engine.cluster;

/// A wire between two devices, usable in both directions.
public record Link(DeviceId from, DeviceId to, double bytesPerSecond, long latencyNanos) {
  /// What one worker reads from another's memory each second, a careful figure for two cores of one
  /// socket.
  private static final double WORKER_BYTES_PER_SECOND = 8e9;

  /// Time until a worker that waits notices what another has done and has begun to read it.
  private static final long WORKER_LATENCY_NANOS = 3_000;

  /// Gigabit Ethernet.
  private static final double NETWORK_BYTES_PER_SECOND = 118e6;

  private static final long NETWORK_LATENCY_NANOS = 50_000;

  /// What is taken between two devices of which nothing more is known: the memory of their host, or
  /// an ordinary network between their hosts.
  public static Link assumed(Device from, Device to) {
    return from.host().equals(to.host())
        ? new Link(from.id(), to.id(), WORKER_BYTES_PER_SECOND, WORKER_LATENCY_NANOS)
        : new Link(from.id(), to.id(), NETWORK_BYTES_PER_SECOND, NETWORK_LATENCY_NANOS);
  }
}
