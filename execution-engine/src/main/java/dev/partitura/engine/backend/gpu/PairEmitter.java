package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of the elements of two values at the same place, either of which may be repeated.
record PairEmitter(ElementCode code) implements GpuEmitter {
  @Override
  public boolean emit(GpuOp op) {
    var a = op.floats(0);
    var b = op.floats(1);
    var y = op.floatResult(0);
    if (a == null
        || b == null
        || y == null
        || op.op().inputs().size() != 2
        || op.op().attributes().has("broadcast")
        || isOldSlope(op, a, b)
        || !spreads(a, y)
        || !spreads(b, y)) {
      return false;
    }
    // What the step has made so far goes on; else the first value that is as large as the result.
    boolean second = op.in(1).equals(op.out(0));
    if (!second && a.equals(y) && addTo(op, 0, 1, b, y) || b.equals(y) && addTo(op, 1, 0, a, y)) {
      return true;
    }
    var axes = new ArrayList<Integer>(List.of(y.rank()));
    for (int axis = 0; axis < y.rank(); axis++) {
      axes.add(Math.toIntExact(y.size(axis)));
      axes.add(stride(a, y, axis));
      axes.add(stride(b, y, axis));
    }
    long count = y.elementCount();
    op.step()
        .launch(
            GpuLaunch.each(
                "spread_pair",
                count,
                List.of(
                    op.out(0),
                    op.in(0),
                    op.in(1),
                    op.step().table(axes.stream().mapToInt(Integer::intValue).toArray()),
                    GpuOp.whole(code.number()),
                    GpuOp.whole(count))));
    return true;
  }

  /// Before operator set 7 a slope of one axis was one for each channel.
  private boolean isOldSlope(GpuOp op, Shape x, Shape slope) {
    return code == ElementCode.PRELU
        && op.context().opset() < 7
        && slope.rank() == 1
        && x.rank() > 1;
  }

  /// Whether a value is repeated along the axes of the result in which it has one element.
  private static boolean spreads(Shape shape, Shape y) {
    int missing = y.rank() - shape.rank();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (missing < 0 || shape.size(axis) != 1 && shape.size(axis) != y.size(axis + missing)) {
        return false;
      }
    }
    return true;
  }

  /// Adds the function to a chain over the input that is as large as the result.
  private boolean addTo(GpuOp op, int running, int other, Shape otherShape, Shape y) {
    var known = otherShape.elementCount() == 1 ? op.context().constant(other) : null;
    var repeat = repeat(otherShape, y);
    if (known == null && repeat == null) {
      return false;
    }
    var chain = op.step().chain(op.in(running), op.out(0), y.elementCount());
    if (known != null) {
      chain.addNumber(code, known.doubleAt(0), other == 0);
    } else if (repeat != null) {
      chain.addValue(code, op.in(other), repeat, other == 0);
    }
    return true;
  }

  /// How a value is repeated to the size of `y`, or null where that takes more than one axis range.
  private static ElementChain.@Nullable Repeat repeat(Shape shape, Shape y) {
    if (shape.equals(y)) {
      return ElementChain.Repeat.FULL;
    }
    int missing = y.rank() - shape.rank();
    int first = y.rank();
    int last = -1;
    for (int axis = 0; axis < y.rank(); axis++) {
      if (axis >= missing && shape.size(axis - missing) != 1) {
        first = Math.min(first, axis);
        last = axis;
      }
    }
    for (int axis = first; axis <= last; axis++) {
      if (shape.size(axis - missing) != y.size(axis)) {
        return null;
      }
    }
    return last < 0
        ? new ElementChain.Repeat(1, 1)
        : new ElementChain.Repeat(
            Math.toIntExact(y.product(last + 1, y.rank())),
            Math.toIntExact(y.product(first, last + 1)));
  }

  /// Elements from one place to the next along an axis of the result; 0 where it is repeated.
  static int stride(Shape shape, Shape y, int axis) {
    int own = axis - (y.rank() - shape.rank());
    return own < 0 || shape.size(own) == 1
        ? 0
        : Math.toIntExact(shape.product(own + 1, shape.rank()));
  }
}
