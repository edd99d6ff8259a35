package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whole numbers that come from shapes, as far as they are known before the run: what `Shape`,
/// `Gather` and `Concat` make of an input with an unknown axis, to be taken as a size again by
/// `Reshape`. Immutable.
///
/// @param scalar whether it is a single number without an axis
record SizeList(List<Size> entries, boolean scalar) {
  /// Stands in [#values] for a number that is not known.
  static final long OPEN = Long.MIN_VALUE;

  private static final int LONGEST = 64;

  /// One number, or [#OPEN] and the symbol it may have.
  record Size(long value, @Nullable String symbol) {
    static final Size UNKNOWN = new Size(OPEN, null);

    boolean isKnown() {
      return value != OPEN;
    }
  }

  SizeList {
    entries = List.copyOf(entries);
  }

  /// A known constant's numbers; null when it is no short list of whole numbers, which its type
  /// tells: elements of weights are not made to be looked at.
  static @Nullable SizeList of(Constant constant) {
    var shape = constant.type().knownShape();
    if (!constant.type().dataType().isInteger()
        || shape.rank() > 1
        || shape.elementCount() > LONGEST) {
      return null;
    }
    var entries =
        Arrays.stream(constant.tensor().toLongs())
            .mapToObj(value -> new Size(value, null))
            .toList();
    return new SizeList(entries, shape.rank() == 0);
  }

  private static SizeList of(Shape shape, int begin, int end) {
    var entries = new ArrayList<Size>();
    for (int axis = begin; axis < end; axis++) {
      entries.add(
          shape.isKnown(axis)
              ? new Size(shape.size(axis), null)
              : new Size(OPEN, shape.symbol(axis)));
    }
    return new SizeList(entries, false);
  }

  /// What the op's first output is known to hold, or null when it is nothing of this kind.
  static @Nullable SizeList madeBy(OpContext op) {
    var first = op.inputCount() == 0 ? null : op.sizes(0);
    return switch (op.op().type()) {
      case "Shape" -> ofShape(op);
      case "Identity" -> first;
      case "Cast" -> op.attributes().intOr("to", 0) == DataType.INT64.onnxCode() ? first : null;
      case "Unsqueeze" ->
          first != null && first.scalar() ? new SizeList(first.entries(), false) : null;
      case "Squeeze" ->
          first != null && first.entries().size() == 1 ? new SizeList(first.entries(), true) : null;
      case "Gather" -> first == null || first.scalar() ? null : gathered(op, first.entries());
      case "Slice" -> first == null || first.scalar() ? null : sliced(op, first.entries());
      case "Concat" -> joined(op);
      case "Add", "Sub", "Mul", "Div" -> calculated(op, first, op.sizes(1));
      default -> null;
    };
  }

  private static @Nullable SizeList ofShape(OpContext op) {
    var data = op.shape(0);
    return data == null || data.rank() > LONGEST
        ? null
        : of(data, ShapeOf.start(op, data.rank()), ShapeOf.end(op, data.rank()));
  }

  private static @Nullable SizeList gathered(OpContext op, List<Size> entries) {
    var indices = op.constant(1);
    if (indices == null || indices.shape().rank() > 1 || indices.elementCount() > LONGEST) {
      return null;
    }
    var taken = new ArrayList<Size>();
    for (long index : indices.toLongs()) {
      taken.add(entries.get((int) Indices.within(op, index, entries.size(), 0)));
    }
    return new SizeList(taken, indices.shape().rank() == 0);
  }

  private static @Nullable SizeList sliced(OpContext op, List<Size> entries) {
    var starts = op.isVariable(1) ? null : op.integers(1, "starts");
    var ends = op.isVariable(2) ? null : op.integers(2, "ends");
    var steps = op.hasInput(4) ? op.constant(4) : null;
    boolean plain =
        !op.hasInput(4) || (steps != null && steps.elementCount() == 1 && steps.longAt(0) == 1);
    if (starts == null || ends == null || starts.length != 1 || ends.length != 1 || !plain) {
      return null;
    }
    int size = entries.size();
    int begin = Math.clamp(starts[0] < 0 ? starts[0] + size : starts[0], 0, size);
    int end = Math.clamp(ends[0] < 0 ? ends[0] + size : ends[0], begin, Math.max(begin, size));
    return new SizeList(entries.subList(begin, end), false);
  }

  private static @Nullable SizeList joined(OpContext op) {
    var entries = new ArrayList<Size>();
    for (int i = 0; i < op.inputCount(); i++) {
      var part = op.sizes(i);
      if (part == null || part.scalar() || entries.size() + part.entries().size() > LONGEST) {
        return null;
      }
      entries.addAll(part.entries());
    }
    return new SizeList(entries, false);
  }

  private static @Nullable SizeList calculated(
      OpContext op, @Nullable SizeList a, @Nullable SizeList b) {
    if (a == null || b == null) {
      return null;
    }
    int length = Math.max(a.entries().size(), b.entries().size());
    if (!a.fills(length) || !b.fills(length)) {
      return null;
    }
    var entries = new ArrayList<Size>();
    for (int i = 0; i < length; i++) {
      entries.add(
          calculated(
              op.op().type(),
              a.entries().get(i % a.entries().size()),
              b.entries().get(i % b.entries().size())));
    }
    return new SizeList(entries, a.scalar() && b.scalar());
  }

  private boolean fills(int length) {
    return entries.size() == length || entries.size() == 1;
  }

  private static Size calculated(String type, Size a, Size b) {
    if (!a.isKnown() || !b.isKnown() || (type.equals("Div") && b.value() == 0)) {
      return Size.UNKNOWN;
    }
    long value =
        switch (type) {
          case "Add" -> a.value() + b.value();
          case "Sub" -> a.value() - b.value();
          case "Mul" -> a.value() * b.value();
          default -> a.value() / b.value();
        };
    return new Size(value, null);
  }

  /// The numbers, [#OPEN] where one is not known.
  long[] values() {
    return entries.stream().mapToLong(Size::value).toArray();
  }

  /// These numbers as a shape; null when one is negative.
  @Nullable Shape shape() {
    var axes = new ShapeAxes();
    for (var entry : entries) {
      if (entry.isKnown() && entry.value() < 0) {
        return null;
      }
      axes.add(entry);
    }
    return axes.shape();
  }
}
