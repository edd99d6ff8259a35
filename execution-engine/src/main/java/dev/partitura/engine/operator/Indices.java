package dev.partitura.engine.operator;

/// Indices that count from the end when negative.
final class Indices {
  private Indices() {}

  /// `index` counted from the start.
  static long within(OpContext op, long index, long size, int axis) {
    if (index < -size || index >= size) {
      throw op.refuse("op.index.range", "reads index " + index + " of axis " + axis + ", whose size is " + size, "Keep indices from " + -size + " to " + (size - 1) + ".");
    }
    return index < 0 ? index + size : index;
  }
}
