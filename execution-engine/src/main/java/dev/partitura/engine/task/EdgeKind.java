package dev.partitura.engine.task;

/// Why one task waits for another. The ordinal is stored in [TaskGraph]: add at the end.
public enum EdgeKind {
  /// Read after write: the later task reads what the earlier one made.
  DATA,
  /// Write after read or write: the later task reuses memory that the earlier one still needs.
  MEMORY,
  /// The schedule says so.
  ORDER
}
