package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Multidirectional broadcasting: axes are aligned at the last one, and an axis of size 1 repeats.
/// Source: ONNX Broadcasting.md.
final class Broadcast {
  private Broadcast() {}

  /// Shape that the given inputs make together, or null when a rank is unknown.
  static @Nullable Shape shape(OpContext op, int... inputs) {
    var result = Shape.SCALAR;
    for (int input : inputs) {
      var shape = op.shape(input);
      if (shape == null) {
        return null;
      }
      result = together(op, result, shape);
    }
    return result;
  }

  static Shape together(OpContext op, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    var axes = new ShapeAxes();
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.rank();
      int inB = axis - rank + b.rank();
      long sizeA = inA < 0 ? 1 : a.size(inA);
      long sizeB = inB < 0 ? 1 : b.size(inB);
      if (sizeA == 1 && inB >= 0) {
        axes.add(b, inB);
      } else if (sizeB == 1 || (sizeA >= 0 && (sizeB < 0 || sizeA == sizeB))) {
        axes.add(a, inA);
      } else if (sizeA < 0 && sizeB >= 0) {
        axes.add(b, inB);
      } else if (sizeA < 0
          && a.symbol(inA) != null
          && Objects.equals(a.symbol(inA), b.symbol(inB))) {
        axes.add(a, inA);
      } else if (sizeA < 0) {
        axes.add(Shape.UNKNOWN);
      } else {
        throw op.refuse("op.broadcast", a, b);
      }
    }
    return axes.shape();
  }

  /// Steps, in elements, of a dense tensor of shape `input` seen as `output`.
  static long[] strides(Shape input, Shape output) {
    var dense = input.strides();
    var steps = new long[output.rank()];
    int missing = output.rank() - input.rank();
    for (int axis = missing; axis < steps.length; axis++) {
      steps[axis] = input.size(axis - missing) == 1 ? 0 : dense[axis - missing];
    }
    return steps;
  }

  /// The split rule of every op that broadcasts all its inputs: the split axes meet, and no other
  /// input has rows of its own there.
  static Sharding sharding(ShardedOp op) {
    int rank = 0;
    int split = -1;
    for (int i = 0; i < op.inputs().size(); i++) {
      rank = Math.max(rank, op.rank(i));
    }
    for (int i = 0; i < op.inputs().size() && split < 0; i++) {
      split = op.axis(i) < 0 ? -1 : rank - op.rank(i) + op.axis(i);
    }
    for (int i = 0; i < op.inputs().size(); i++) {
      if (!joins(op, i, split, rank)) {
        return Sharding.UNKNOWN;
      }
    }
    return Sharding.along(split);
  }

  /// Whether an input that is broadcast to `rank` axes is split along `axis` of them, or is
  /// replicated and repeated there, or is absent.
  static boolean joins(ShardedOp op, int index, int axis, int rank) {
    if (index >= op.inputs().size() || !op.part().hasInput(index)) {
      return true;
    }
    var shape = op.part().shape(index);
    if (shape == null) {
      return false;
    }
    int here = axis - rank + shape.rank();
    return op.axis(index) >= 0
        ? op.axis(index) == here
        : op.isReplicated(index) && (here < 0 || shape.size(here) == 1);
  }
}
