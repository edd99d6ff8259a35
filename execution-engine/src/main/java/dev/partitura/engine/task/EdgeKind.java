package dev.partitura.engine.task;

/// Why one task waits for another, the stronger reason first. The ordinal is stored in [TaskGraph].
public enum EdgeKind {
  /// Read after write: the later task reads what the earlier one made.
  RAW,
  /// Write after read: the later task overwrites memory that the earlier one still reads.
  WAR,
  /// Write after write: the later task overwrites memory that the earlier one writes.
  WAW,
  /// The schedule says so.
  ORDER;

  /// Whether it is about memory alone: with memory of its own the later task need not wait.
  public boolean isMemory() {
    return switch (this) {
      case WAR, WAW -> true;
      case RAW, ORDER -> false;
    };
  }

  /// Of two reasons the one that an edge is named after.
  public EdgeKind stronger(EdgeKind other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
