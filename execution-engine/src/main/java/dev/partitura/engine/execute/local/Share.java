package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;

/// Which devices of a cluster this process has: those of one rank, or all. Immutable; any thread.
public final class Share {
  private final Cluster cluster;
  private final int self;

  private Share(Cluster cluster, int self) {
    this.cluster = cluster;
    this.self = self;
  }

  /// All devices, whatever their ranks.
  public static Share all(Cluster cluster) {
    return new Share(cluster, Device.NO_RANK);
  }

  public static Share ofRank(Cluster cluster, int rank) {
    return new Share(cluster, rank);
  }

  /// Whether it is all of them.
  boolean isWhole() {
    return self == Device.NO_RANK;
  }

  public int rank() {
    return self;
  }

  /// @param device number of the device in the cluster's list
  public boolean owns(int device) {
    return isWhole() || rankOf(device) == self;
  }

  int rankOf(int device) {
    return cluster.devices().get(device).rank();
  }

  /// Whether a value goes between the two as a message, seen from the one or the other end.
  boolean crosses(int from, int to) {
    return !isWhole() && rankOf(from) != rankOf(to);
  }
}
