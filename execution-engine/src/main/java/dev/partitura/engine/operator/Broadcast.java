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
        throw op.refuse(
            "op.broadcast",
            "cannot combine the shapes " + a + " and " + b,
            "Make the sizes equal or 1, counted from the last axis.");
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

  /// Whether an input's leading axis meets another than the output's, or is that of a constant,
  /// which fixes the batch.
  static boolean mixesBatch(OpContext op) {
    int rank = 0;
    int inputs = op.op().inputs().size();
    for (int i = 0; i < inputs; i++) {
      var shape = op.hasInput(i) ? op.shape(i) : null;
      rank = Math.max(rank, shape == null ? 0 : shape.rank());
    }
    for (int i = 0; i < inputs; i++) {
      var shape = op.hasInput(i) ? op.shape(i) : null;
      if (shape == null || shape.rank() == 0 || shape.size(0) == 1) {
        continue;
      }
      if (op.varies(i) ? shape.rank() < rank : shape.rank() == rank) {
        return true;
      }
    }
    return false;
  }
}
