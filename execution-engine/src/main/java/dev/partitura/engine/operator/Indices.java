package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;

/// Indices that count from the end when negative.
final class Indices {
  private Indices() {}

  /// `index` counted from the start.
  static long within(OpContext op, long index, long size, int axis) {
    if (index < -size || index >= size) {
      throw op.refuse("op.index.range", index, axis, size, -size, size - 1);
    }
    return index < 0 ? index + size : index;
  }

  /// Distance, in elements, to the slice whose coordinates on the axes from `firstAxis` on are the
  /// `depth` elements of `indices` at `at`.
  static long offset(OpContext op, Tensor indices, long at, int depth, Shape data, int firstAxis) {
    var strides = data.strides();
    long offset = 0;
    for (int i = 0; i < depth; i++) {
      int axis = firstAxis + i;
      offset += within(op, indices.longAt(at + i), data.size(axis), axis) * strides[axis];
    }
    return offset;
  }
}
