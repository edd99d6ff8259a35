package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the axes of an output's shape one by one, keeping the symbols of those taken from an
/// input. Used by one thread.
final class ShapeAxes {
  private final List<Long> sizes = new ArrayList<>();
  private final List<@Nullable String> symbols = new ArrayList<>();

  /// An axis of known size, or unknown.
  ShapeAxes add(long size) {
    sizes.add(size);
    symbols.add(null);
    return this;
  }

  /// The same axis as `axis` of `from`.
  ShapeAxes add(Shape from, int axis) {
    sizes.add(from.size(axis));
    symbols.add(from.symbol(axis));
    return this;
  }

  /// An axis of that size, or unknown under its symbol.
  ShapeAxes add(SizeList.Size size) {
    sizes.add(size.isKnown() ? size.value() : Shape.UNKNOWN);
    symbols.add(size.symbol());
    return this;
  }

  /// The axes `begin` to `end`, exclusive, of `from`.
  ShapeAxes addAll(Shape from, int begin, int end) {
    for (int axis = begin; axis < end; axis++) {
      add(from, axis);
    }
    return this;
  }

  Shape shape() {
    var shape = Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    for (int axis = 0; axis < symbols.size(); axis++) {
      var symbol = symbols.get(axis);
      if (symbol != null) {
        shape = shape.withSymbol(axis, symbol);
      }
    }
    return shape;
  }

  /// A shape of which only the rank is known.
  static Shape ofRank(int rank) {
    var unknown = new long[rank];
    Arrays.fill(unknown, Shape.UNKNOWN);
    return Shape.of(unknown);
  }

  /// A shape that the run tells; of which nothing is known but, from the type of a list of sizes,
  /// its rank.
  static @Nullable Shape ofRankLike(@Nullable Shape listOfSizes) {
    return listOfSizes != null
            && listOfSizes.rank() == 1
            && listOfSizes.isStatic()
            && listOfSizes.size(0) <= 64
        ? ofRank((int) listOfSizes.size(0))
        : null;
  }

  /// `before × from… × after`: the product of axes `begin` to `end`, unknown where one of them is;
  /// a lone axis keeps its symbol.
  ShapeAxes addProduct(Shape from, int begin, int end) {
    int single = -1;
    int others = 0;
    long product = 1;
    for (int axis = begin; axis < end; axis++) {
      if (from.size(axis) == 1) {
        continue;
      }
      others++;
      single = axis;
      product =
          product == 0 || from.size(axis) == 0
              ? 0
              : product < 0 || from.size(axis) < 0
                  ? Shape.UNKNOWN
                  : Math.multiplyExact(product, from.size(axis));
    }
    return others == 1 ? add(from, single) : add(product);
  }
}
