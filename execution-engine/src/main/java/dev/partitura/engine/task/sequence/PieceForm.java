package dev.partitura.engine.task.sequence;

/// How the pieces of a value lie in it.
///
/// @param axis along which they stand one behind the other
/// @param columns axis of which each piece has only what belongs to it and the pieces before, as
///   scores of its places have; -1 where it has all
/// @param masked whether what it lacks of that is masked in the whole, so that its share is 0
record PieceForm(int axis, int columns, boolean masked) {
  static PieceForm along(int axis) {
    return new PieceForm(axis, -1, false);
  }

  boolean isCut() {
    return columns < 0;
  }
}
