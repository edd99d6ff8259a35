package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Geometry of a sliding window over the spatial axes of `[N, C, D1, …]`: what convolution and
/// pooling share. Made from `kernel_shape`, `strides`, `dilations`, `pads` and `auto_pad`.
///
/// @param begins padding before each axis; `ends` after it; for `SAME_…` they depend on the input's
///   size and hold only where that is known
/// @param same whether `auto_pad` chooses the padding so that the output has `ceil(input / stride)`
///   places
/// @param roundsUp whether a last window that only partly fits counts
record Window(
    long[] kernel,
    long[] strides,
    long[] dilations,
    long[] begins,
    long[] ends,
    boolean same,
    boolean roundsUp) {
  /// The window of an op whose first input is `input` (rank at least 3).
  static Window of(OpContext op, Shape input, long[] kernel) {
    int axes = input.rank() - 2;
    var attributes = op.attributes();
    var strides = attributes.intsOr("strides", filled(axes, 1));
    var dilations = attributes.intsOr("dilations", filled(axes, 1));
    var pads = attributes.intsOr("pads", filled(2 * axes, 0));
    requireSizes(op, "kernel_shape", kernel, axes, 1);
    requireSizes(op, "strides", strides, axes, 1);
    requireSizes(op, "dilations", dilations, axes, 1);
    requireSizes(op, "pads", pads, 2 * axes, 0);
    var begins = Arrays.copyOf(pads, axes);
    var ends = Arrays.copyOfRange(pads, axes, 2 * axes);
    var auto = attributes.stringOr("auto_pad", "NOTSET");
    boolean same = auto.startsWith("SAME");
    switch (auto) {
      case "NOTSET" -> {}
      case "VALID" -> {
        Arrays.fill(begins, 0);
        Arrays.fill(ends, 0);
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int axis = 0; axis < axes; axis++) {
          long size = input.size(axis + 2);
          long extent = (kernel[axis] - 1) * dilations[axis] + 1;
          long total =
              size < 0
                  ? 0
                  : Math.max(
                      0, (Math.ceilDiv(size, strides[axis]) - 1) * strides[axis] + extent - size);
          begins[axis] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          ends[axis] = total - begins[axis];
        }
      }
      default ->
          throw op.refuse(
              "op.attribute.choice",
              "auto_pad",
              auto,
              List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"));
    }
    return new Window(
        kernel, strides, dilations, begins, ends, same, attributes.intOr("ceil_mode", 0) != 0);
  }

  private static long[] filled(int count, long value) {
    var values = new long[count];
    Arrays.fill(values, value);
    return values;
  }

  private static void requireSizes(
      OpContext op, String name, long[] values, int count, long least) {
    if (values.length != count) {
      throw op.refuse("op.window.count", values.length, name, count);
    }
    for (long value : values) {
      if (value < least || value > Integer.MAX_VALUE) {
        throw op.refuse("op.window.values", name, values, least);
      }
    }
  }

  /// The same with other padding behind each axis.
  Window withEnds(long[] newEnds) {
    return new Window(kernel, strides, dilations, begins, newEnds, same, roundsUp);
  }

  /// What an op of this window states, with its padding in numbers, and the groups of `op`.
  Map<String, Attribute> attributes(OpContext op) {
    var pads = Arrays.copyOf(begins, 2 * axes());
    System.arraycopy(ends, 0, pads, axes(), axes());
    var attributes = new LinkedHashMap<String, Attribute>();
    attributes.put("kernel_shape", Attribute.Ints.of(kernel));
    attributes.put("strides", Attribute.Ints.of(strides));
    attributes.put("pads", Attribute.Ints.of(pads));
    attributes.put("dilations", Attribute.Ints.of(dilations));
    attributes.put("group", new Attribute.IntValue(op.attributes().intOr("group", 1)));
    return attributes;
  }

  int axes() {
    return kernel.length;
  }

  /// Elements of the input that one window spans along an axis.
  long extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /// Places under the kernel.
  long taps() {
    long taps = 1;
    for (long size : kernel) {
      taps = Math.multiplyExact(taps, size);
    }
    return taps;
  }

  /// Adds the output's spatial axes; an axis the window leaves as it is keeps its symbol.
  void addOutputAxes(OpContext op, ShapeAxes axes, Shape input) {
    for (int axis = 0; axis < axes(); axis++) {
      if (input.isKnown(axis + 2)) {
        axes.add(outputSize(op, axis, input.size(axis + 2)));
      } else if (strides[axis] == 1 && (same || begins[axis] + ends[axis] == extent(axis) - 1)) {
        axes.add(input, axis + 2);
      } else {
        axes.add(Shape.UNKNOWN);
      }
    }
  }

  private long outputSize(OpContext op, int axis, long size) {
    if (same) {
      return Math.ceilDiv(size, strides[axis]);
    }
    long room = size + begins[axis] + ends[axis] - extent(axis);
    if (room < 0) {
      throw op.refuse("op.window.size", extent(axis), size, begins[axis] + ends[axis]);
    }
    long count = (roundsUp ? Math.ceilDiv(room, strides[axis]) : room / strides[axis]) + 1;
    boolean startsInEndPadding = roundsUp && (count - 1) * strides[axis] >= size + begins[axis];
    return startsInEndPadding ? count - 1 : count;
  }

  /// Which elements of one input plane each output row meets under each tap.
  WindowRows rows(Shape input, Shape output) {
    return new WindowRows(this, spatial(input), spatial(output));
  }

  static int[] spatial(Shape shape) {
    return IntStream.range(2, shape.rank())
        .map(axis -> Math.toIntExact(shape.size(axis)))
        .toArray();
  }
}
