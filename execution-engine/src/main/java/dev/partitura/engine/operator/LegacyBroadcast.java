package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Broadcasting of two inputs, including the way of operator sets before 7: only with `broadcast`
/// set, B laid along A from `axis` on, or from A's last axes when no axis is named.
final class LegacyBroadcast {
  private LegacyBroadcast() {}

  static @Nullable Shape shape(OpContext op) {
    var a = op.shape(0);
    var b = op.shape(1);
    return a == null || b == null ? null : Broadcast.together(op, a, aligned(op, a, b));
  }

  /// B's shape with axes of size 1 behind it, so that aligning at the last axis puts it where
  /// `axis` says.
  private static Shape aligned(OpContext op, Shape a, Shape b) {
    if (op.opset() >= 7
        || op.attributes().intOr("broadcast", 0) == 0
        || !op.attributes().has("axis")) {
      return b;
    }
    int axis = op.axis(op.attributes().intOr("axis", -1), Math.max(1, a.rank()));
    var axes = new ShapeAxes().addAll(b, 0, b.rank());
    for (int i = axis + b.rank(); i < a.rank(); i++) {
      axes.add(1);
    }
    return axes.shape();
  }

  /// The second input, seen so that it broadcasts along the first.
  static Tensor aligned(OpContext op) {
    var b = op.tensor(1);
    return b.reshaped(aligned(op, op.tensor(0).shape(), b.shape()));
  }
}
