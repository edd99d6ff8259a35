package dev.partitura.engine.execute.splitting;

import static dev.partitura.engine.execute.splitting.ElementwiseRecipes.any;

import dev.partitura.engine.execute.splitting.Draft.Drawn;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ops that read a size, mostly the batch's, and what exporters and people make of it: targets of
/// reshapes, row numbers, tensors of ones, divisors, depths, counts, bounds.
final class ShapeReadingRecipes {
  static final List<Consumer<Draft>> ALL =
      List.of(
          ShapeReadingRecipes::asFactor,
          ShapeReadingRecipes::asFactor,
          ShapeReadingRecipes::asTarget,
          ShapeReadingRecipes::asTarget,
          ShapeReadingRecipes::asTarget,
          ShapeReadingRecipes::asRange,
          ShapeReadingRecipes::asFilled,
          ShapeReadingRecipes::asFilled,
          ShapeReadingRecipes::asExpansion,
          ShapeReadingRecipes::asExpansion,
          ShapeReadingRecipes::asChoice,
          ShapeReadingRecipes::asCount,
          ShapeReadingRecipes::asBound,
          ShapeReadingRecipes::asDepth,
          ShapeReadingRecipes::asRepeats,
          d -> d.add(any(d, "Shape", "Size"), d.pick(v -> v.rank() > 0)));

  private ShapeReadingRecipes() {}

  /// The size of an axis of a value, mostly the first, as a list of one.
  static @Nullable Drawn size(Draft d, @Nullable Drawn of, int axis) {
    if (of == null) {
      return null;
    }
    return switch (d.chance(3)) {
      case 0 -> d.add("Shape", AttributeList.of("start", axis, "end", axis + 1), of);
      case 1 -> d.add("Gather", AttributeList.of("axis", 0), d.add("Shape", of), d.longs(axis));
      default -> d.add("Slice", d.add("Shape", of), d.longs(axis), d.longs(axis + 1), d.longs(0));
    };
  }

  private static int usuallyFirst(Draft d, Drawn of) {
    return d.chance(4) > 0 ? 0 : d.axis(of);
  }

  /// A size of some value, after some arithmetic.
  private static @Nullable Drawn sized(Draft d) {
    var of = d.pick(v -> v.rank() > 0);
    if (of == null) {
      return null;
    }
    var n = d.chance(6) == 0 ? d.add("Size", of) : size(d, of, usuallyFirst(d, of));
    return switch (d.chance(6)) {
      case 0 -> d.add("Min", n, d.longs(1 + d.chance(4)));
      case 1 -> d.add(any(d, "Add", "Mul", "Div"), n, d.longs(1 + d.chance(2)));
      case 2 -> d.add("Mod", n, d.longs(2));
      default -> n;
    };
  }

  private static void asFactor(Draft d) {
    var n = d.add("Cast", AttributeList.of("to", 1), sized(d));
    d.add(any(d, "Mul", "Div", "Add", "Sub"), d.pickFloat(), n);
  }

  /// A reshape to a list that holds sizes.
  private static void asTarget(Draft d) {
    var x = d.pick(v -> v.rank() > 0 && v.rank() < 5);
    if (x == null) {
      return;
    }
    var n = size(d, d.chance(3) > 0 ? x : d.pick(v -> v.rank() > 0), 0);
    var join = AttributeList.of("axis", 0);
    var rest = d.longs(-1);
    long last = x.size(-1);
    var target =
        switch (d.chance(6)) {
          case 0, 1 -> d.add("Concat", join, n, rest);
          case 2 -> d.add("Concat", join, n, d.longs(1), rest);
          case 3 -> d.add("Concat", join, rest, n);
          case 4 ->
              x.rank() < 2 ? null : d.add("Concat", join, d.add("Mul", n, size(d, x, 1)), rest);
          default ->
              last % 2 == 1
                  ? d.add("Concat", join, n, rest, d.longs(last))
                  : d.add("Concat", join, n, rest, d.longs(2), d.longs(last / 2));
        };
    d.add("Reshape", x, target);
  }

  private static void asRange(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    var n = d.add("Squeeze", size(d, d.chance(3) > 0 ? x : d.pick(v -> v.rank() > 0), 0));
    var rows = d.add("Range", d.number(0), n, d.number(1));
    switch (d.chance(3)) {
      case 0 -> d.add("Gather", AttributeList.of("axis", 0), x, rows);
      case 1 ->
          d.add("Gather", AttributeList.of("axis", 0), d.floats(Math.max(d.batch, 8), 3), rows);
      default -> {
        var numbers = d.add("Cast", AttributeList.of("to", 1), rows);
        d.add("Add", x, x.rank() == 1 ? numbers : d.add("Unsqueeze", numbers, d.longs(1)));
      }
    }
  }

  private static void asFilled(Draft d) {
    var x = d.pickFloat(1);
    var value = AttributeList.of("value", Tensor.ofFloats(new float[] {1 + d.chance(2)}, 1));
    var other = d.chance(2) == 0 ? x : d.pickFloat();
    if (d.chance(2) == 0) {
      d.add(any(d, "Add", "Mul"), other, d.add("ConstantOfShape", value, d.add("Shape", x)));
    } else {
      var n = x == null ? null : size(d, x, 0);
      var sizes = d.add("Concat", AttributeList.of("axis", 0), n, d.longs(1));
      d.add(any(d, "Add", "Mul"), other, d.add("ConstantOfShape", value, sizes));
    }
  }

  private static void asExpansion(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    var expanded =
        switch (d.chance(4)) {
          case 0 -> d.add("Expand", d.floats(1), d.add("Shape", x));
          case 1 -> d.add("Expand", d.floats(x.size(-1)), d.add("Shape", x));
          case 2 -> d.add("Expand", d.pickFloat(), d.add("Shape", x));
          default ->
              d.add(
                  "Expand",
                  d.floats(1, 2),
                  d.add("Concat", AttributeList.of("axis", 0), size(d, x, 0), d.longs(2)));
        };
    if (expanded != null && d.chance(2) == 0) {
      d.add(any(d, "Add", "Mul", "Sub"), x, expanded);
    }
  }

  private static void asChoice(Draft d) {
    var many = d.add("Greater", sized(d), d.longs(d.chance(5)));
    d.add("Where", many, d.pickFloat(), d.chance(2) == 0 ? d.pickFloat() : d.floats());
  }

  private static void asCount(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() > 0 && v.isExact());
    if (x != null) {
      int axis = d.axis(x);
      var k = d.add("Min", size(d, x, usuallyFirst(d, x)), d.longs(x.size(axis)));
      d.addAll("TopK", 2, AttributeList.of("axis", axis), x, k);
    }
  }

  private static void asBound(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      var n = size(d, d.chance(2) == 0 ? x : d.pick(v -> v.rank() > 0), 0);
      var end = d.chance(2) == 0 ? n : d.add("Div", n, d.longs(2));
      d.add("Slice", x, d.longs(0), end, d.longs(d.axis(x)));
    }
  }

  private static void asDepth(Draft d) {
    var depth = sized(d);
    var values = d.constant(Tensor.ofFloats(new float[] {0, 1}, 2));
    d.add("OneHot", d.pick(v -> v.isInteger() && v.rank() < 3), depth, values);
  }

  private static void asRepeats(Draft d) {
    var n = size(d, d.pick(v -> v.rank() > 0), 0);
    var row = d.constant(Numbers.of(d.random, TensorType.of(DataType.FLOAT, 1, 2)));
    var tiled = d.add("Tile", row, d.add("Concat", AttributeList.of("axis", 0), n, d.longs(1)));
    d.add("Add", d.pickFloat(2), tiled);
  }
}
