package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/// Whole numbers that come from shapes, as far as they are known before the run: what is made of an
/// input with an unknown axis by ops that say so ([Operator#sizes]), to be taken as a size again.
/// Immutable.
///
/// @param scalar whether it is a single number without an axis
record SizeList(List<Size> entries, boolean scalar) {
  /// Stands in [#values] for a number that is not known.
  static final long OPEN = Long.MIN_VALUE;

  /// Numbers of a list that is still followed.
  static final int LONGEST = 64;

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

  /// The sizes of some axes of a shape.
  static SizeList of(Shape shape, int begin, int end) {
    var entries = new ArrayList<Size>();
    for (int axis = begin; axis < end; axis++) {
      entries.add(
          shape.isKnown(axis)
              ? new Size(shape.size(axis), null)
              : new Size(OPEN, shape.symbol(axis)));
    }
    return new SizeList(entries, false);
  }

  /// What two lists give number by number, one of them maybe a single number for all; null where
  /// they do not go together.
  ///
  /// @param both what two numbers give, or [#OPEN]
  static @Nullable SizeList calculated(OpContext op, LongBinaryOperator both) {
    var a = op.sizes(0);
    var b = op.sizes(1);
    if (a == null || b == null) {
      return null;
    }
    int length = Math.max(a.entries().size(), b.entries().size());
    if (!a.fills(length) || !b.fills(length)) {
      return null;
    }
    var entries = new ArrayList<Size>();
    for (int i = 0; i < length; i++) {
      var one = a.entries().get(i % a.entries().size());
      var other = b.entries().get(i % b.entries().size());
      entries.add(
          one.isKnown() && other.isKnown()
              ? new Size(both.applyAsLong(one.value(), other.value()), null)
              : Size.UNKNOWN);
    }
    return new SizeList(entries, a.scalar() && b.scalar());
  }

  private boolean fills(int length) {
    return entries.size() == length || entries.size() == 1;
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
