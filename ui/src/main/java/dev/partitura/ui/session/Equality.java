package dev.partitura.ui.session;

/// How the outputs of a run compare to those of the network on a single device.
public enum Equality {
  /// Bit for bit the same.
  IDENTICAL,
  /// The same within the tolerance of a reordered sum.
  CLOSE,
  DIFFERENT,
  /// The run was cancelled, or there is nothing to compare to.
  UNKNOWN
}
