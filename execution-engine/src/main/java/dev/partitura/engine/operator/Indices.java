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

  /// Places along the axis that attribute `axis` names of input 0; 1, which is always there, where
  /// that size is not known.
  static long places(OpContext op) {
    var data = op.inputTypes().getFirst();
    var shape = data == null ? null : data.shape();
    long axis = op.attributes().intOr("axis", 0);
    return shape == null || axis < -shape.rank() || axis >= shape.rank()
        ? 1
        : Math.max(1, shape.size((int) axis));
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
