package dev.partitura.engine.cluster;

/// A queue of a device: what it does one task after another, beside its other lanes. The ordinal is
/// stored in task graphs and traces: add at the end.
public enum Lane {
  /// Computes; on a device that has no other lane it copies too.
  COMPUTE,
  /// Receives from other devices.
  COPY_IN,
  /// Sends to other devices.
  COPY_OUT
}
