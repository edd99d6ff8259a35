package dev.partitura.engine.operator;

import java.util.Optional;
import java.util.stream.Stream;

/// What members of a group do with a value that each of them has in its own form.
public enum CollectiveKind {
  /// Each has the sum of what all had.
  ALL_REDUCE("all-reduce"),
  /// Each has the parts of all.
  ALL_GATHER("all-gather"),
  /// Each has its part of the sum of what all had.
  REDUCE_SCATTER("reduce-scatter"),
  /// Each has its part of the parts of all.
  ALL_TO_ALL("all-to-all");

  private final String word;

  CollectiveKind(String word) {
    this.word = word;
  }

  /// As the field writes it.
  public String word() {
    return word;
  }

  static Optional<CollectiveKind> find(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
