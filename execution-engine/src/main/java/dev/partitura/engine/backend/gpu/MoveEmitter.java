package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What moves elements of four or eight bytes and calculates nothing.
final class MoveEmitter {
  private MoveEmitter() {}

  /// Words of four bytes an element has, or 0 where it has no whole number of them.
  private static int words(@Nullable TensorType type) {
    long bytes = type == null || !type.isStatic() ? 0 : type.dataType().sizeBytes();
    return bytes == 4 || bytes == 8 ? (int) (bytes / 4) : 0;
  }

  private static @Nullable TensorType input(GpuOp op, int input) {
    return op.hasInput(input) ? op.context().inputTypes().get(input) : null;
  }

  /// Strides of a dense shape, in elements.
  private static long[] strides(Shape shape) {
    var strides = new long[shape.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = shape.product(axis + 1, shape.rank());
    }
    return strides;
  }

  /// Moves a block: sizes along axes, and the strides of both ends, in elements.
  private static void move(
      GpuOp op,
      GpuArgument from,
      GpuArgument to,
      int words,
      long[] sizes,
      long[] stridesFrom,
      long[] stridesTo,
      long beginFrom,
      long beginTo) {
    var table = new ArrayList<Integer>(List.of(sizes.length + 1));
    long count = words;
    for (int axis = 0; axis < sizes.length; axis++) {
      table.add(Math.toIntExact(sizes[axis]));
      table.add(Math.toIntExact(stridesFrom[axis] * words));
      table.add(Math.toIntExact(stridesTo[axis] * words));
      count *= sizes[axis];
    }
    table.addAll(List.of(words, 1, 1));
    op.step()
        .launch(
            GpuLaunch.each(
                "move",
                count,
                List.of(
                    to,
                    from,
                    op.step().table(table.stream().mapToInt(Integer::intValue).toArray()),
                    GpuOp.whole(beginFrom * words),
                    GpuOp.whole(beginTo * words),
                    GpuOp.whole(count))));
  }

  static boolean transpose(GpuOp op) {
    var type = input(op, 0);
    int words = words(type);
    if (type == null || words == 0) {
      return false;
    }
    var x = type.knownShape();
    var reversed = new long[x.rank()];
    Arrays.setAll(reversed, axis -> x.rank() - 1 - axis);
    var order = op.op().attributes().intsOr("perm", reversed);
    var own = strides(x);
    var sizes = new long[x.rank()];
    var from = new long[x.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = x.size((int) order[axis]);
      from[axis] = own[(int) order[axis]];
    }
    move(op, op.in(0), op.out(0), words, sizes, from, strides(Shape.of(sizes)), 0, 0);
    return true;
  }

  /// `Gather` by indices that are known beforehand; of others only the run tells whether they are
  /// within the axis, and the host refuses those that are not.
  static boolean gather(GpuOp op) {
    var type = input(op, 0);
    int words = words(type);
    var known = op.context().constant(1);
    if (type == null || words == 0 || known == null) {
      return false;
    }
    var x = type.knownShape();
    int axis = op.context().axis(op.op().attributes().intOr("axis", 0), x.rank());
    long size = x.size(axis);
    long[] indices = known.toLongs();
    for (int i = 0; i < indices.length; i++) {
      indices[i] += indices[i] < 0 ? size : 0;
      if (indices[i] < 0 || indices[i] >= size) {
        return false;
      }
    }
    long inner = x.product(axis + 1, x.rank()) * words;
    long count = x.product(0, axis) * indices.length * inner;
    op.step()
        .launch(
            GpuLaunch.each(
                "take",
                count,
                List.of(
                    op.out(0),
                    op.in(0),
                    op.step().table(Arrays.stream(indices).mapToInt(Math::toIntExact).toArray()),
                    GpuOp.whole(indices.length),
                    GpuOp.whole(size),
                    GpuOp.whole(inner),
                    GpuOp.whole(count))));
    return true;
  }

  static boolean expand(GpuOp op) {
    var type = input(op, 0);
    int words = words(type);
    var result = op.outputs().getFirst();
    if (type == null || words == 0 || result == null || !result.isStatic()) {
      return false;
    }
    var x = type.knownShape();
    var y = result.knownShape();
    var from = new long[y.rank()];
    Arrays.setAll(from, axis -> PairEmitter.stride(x, y, axis));
    move(op, op.in(0), op.out(0), words, y.sizes(), from, strides(y), 0, 0);
    return true;
  }

  static boolean concat(GpuOp op) {
    var result = op.outputs().getFirst();
    int words = words(result);
    if (result == null || words == 0) {
      return false;
    }
    var y = result.knownShape();
    int inputs = op.op().inputs().size();
    for (int input = 0; input < inputs; input++) {
      if (words(input(op, input)) != words) {
        return false;
      }
    }
    int axis = op.context().axis(op.op().attributes().intOr("axis", 1), y.rank());
    long begin = 0;
    for (int input = 0; input < inputs; input++) {
      var x = op.context().type(input).knownShape();
      move(
          op,
          op.in(input),
          op.out(0),
          words,
          x.sizes(),
          strides(x),
          strides(y),
          0,
          begin * y.product(axis + 1, y.rank()));
      begin += x.size(axis);
    }
    return true;
  }

  static boolean split(GpuOp op) {
    var type = input(op, 0);
    int words = words(type);
    if (type == null || words == 0) {
      return false;
    }
    var x = type.knownShape();
    int axis = op.context().axis(op.op().attributes().intOr("axis", 0), x.rank());
    for (var output : op.outputs()) {
      if (output == null || !output.isStatic()) {
        return false;
      }
    }
    long begin = 0;
    for (int output = 0; output < op.outputs().size(); output++) {
      var part = Objects.requireNonNull(op.outputs().get(output)).knownShape();
      if (!op.op().outputs().get(output).isEmpty()) {
        move(
            op,
            op.in(0),
            op.out(output),
            words,
            part.sizes(),
            strides(x),
            strides(part),
            begin * x.product(axis + 1, x.rank()),
            0);
      }
      begin += part.size(axis);
    }
    return true;
  }

  static boolean slice(GpuOp op) {
    var type = input(op, 0);
    int words = words(type);
    var result = op.outputs().getFirst();
    for (int input = 1; input < op.op().inputs().size(); input++) {
      if (op.context().isVariable(input)) {
        return false;
      }
    }
    if (type == null || words == 0 || result == null || !result.isStatic()) {
      return false;
    }
    var x = type.knownShape();
    var starts = op.context().integers(1, "starts");
    var axes = op.context().integers(3, "axes");
    var steps = op.context().constant(4);
    if (starts == null) {
      return false;
    }
    var from = strides(x);
    long begin = 0;
    for (int i = 0; i < starts.length; i++) {
      int axis = axes == null ? i : op.context().axis(axes[i], x.rank());
      long step = steps == null ? 1 : steps.longAt(i);
      long size = x.size(axis);
      long start = starts[i] < 0 ? starts[i] + size : starts[i];
      start = step < 0 ? Math.clamp(start, 0, size - 1) : Math.clamp(start, 0, size);
      begin += start * from[axis];
      from[axis] *= step;
    }
    var y = result.knownShape();
    if (y.elementCount() > 0) {
      move(op, op.in(0), op.out(0), words, y.sizes(), from, strides(y), begin, 0);
    }
    return true;
  }
}
