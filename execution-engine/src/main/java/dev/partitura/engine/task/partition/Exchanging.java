package dev.partitura.engine.task.partition;

/// How members of a group exchange values.
public enum Exchanging {
  /// Message by message, as the collective of the plan says; as it is run.
  MESSAGES,
  /// Each member does one task, and a library the rest; to be priced.
  WHOLE,
  /// As [#WHOLE], and the first member stands for all, which are alike and not laid out.
  ALIKE;

  /// Of so many members those that are laid out.
  public int laidOut(int members) {
    return switch (this) {
      case MESSAGES, WHOLE -> members;
      case ALIKE -> 1;
    };
  }
}
