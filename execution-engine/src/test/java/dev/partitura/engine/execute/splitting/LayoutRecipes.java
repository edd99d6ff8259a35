package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Ops that move elements: reshapes with every kind of target, transposes, joins, cuts and gathers.
final class LayoutRecipes {
  static final List<Consumer<Draft>> ALL =
      List.of(
          LayoutRecipes::reshape,
          LayoutRecipes::reshape,
          LayoutRecipes::transpose,
          LayoutRecipes::thereAndBack,
          d ->
              d.add(
                  "Flatten",
                  AttributeList.of("axis", d.chance(5) == 0 ? d.chance(3) : 1),
                  d.pickFloat()),
          d -> d.add("Unsqueeze", d.pick(v -> v.rank() < 4), d.longs(d.chance(3))),
          LayoutRecipes::squeeze,
          LayoutRecipes::concat,
          LayoutRecipes::concat,
          LayoutRecipes::split,
          LayoutRecipes::slice,
          LayoutRecipes::slice,
          LayoutRecipes::gather,
          LayoutRecipes::lookup,
          LayoutRecipes::gatherElements,
          LayoutRecipes::scatter,
          LayoutRecipes::tile,
          LayoutRecipes::pad,
          LayoutRecipes::resize,
          LayoutRecipes::depthToSpace);

  private LayoutRecipes() {}

  private static void reshape(Draft d) {
    var x = d.pick(v -> v.rank() > 0 && v.rank() < 5);
    if (x == null) {
      return;
    }
    long last = x.size(-1);
    long second = x.rank() > 1 ? x.size(1) : 1;
    d.add(
        "Reshape",
        x,
        d.longs(
            switch (d.chance(14)) {
              case 0, 1 -> new long[] {0, -1};
              case 2 -> new long[] {-1, last};
              case 3 -> new long[] {-1};
              case 4 -> new long[] {1, -1};
              case 5 -> new long[] {1, -1, last};
              case 6 -> new long[] {d.batch, -1};
              case 7 -> new long[] {d.part, -1};
              case 8 -> x.type().knownShape().sizes();
              case 9 -> new long[] {-1, second, 1};
              case 10 -> new long[] {0, 1, -1};
              case 11 -> new long[] {last, -1};
              case 12 -> last % 2 == 0 ? new long[] {-1, 2, last / 2} : new long[] {-1, 1, last};
              default -> new long[] {second, -1, last};
            }));
  }

  private static long[] permutation(Draft d, int rank) {
    var axes = new ArrayList<Long>();
    for (long axis = 0; axis < rank; axis++) {
      axes.add(axis);
    }
    Collections.shuffle(d.chance(3) == 0 ? axes : axes.subList(1, rank), new Random(d.chance(99)));
    return axes.stream().mapToLong(Long::longValue).toArray();
  }

  private static void transpose(Draft d) {
    var x = d.pick(v -> v.rank() > 1);
    if (x != null) {
      d.add("Transpose", AttributeList.of("perm", permutation(d, x.rank())), x);
    }
  }

  private static void thereAndBack(Draft d) {
    var x = d.pickFloat(2);
    if (x != null) {
      var perm = permutation(d, x.rank());
      var back = new long[perm.length];
      for (int axis = 0; axis < perm.length; axis++) {
        back[(int) perm[axis]] = axis;
      }
      var turned = d.add("Transpose", AttributeList.of("perm", perm), x);
      var changed =
          d.chance(2) == 0
              ? d.add("Relu", turned)
              : d.add("Softmax", AttributeList.of("axis", d.chance(2) - 1), turned);
      d.add("Transpose", AttributeList.of("perm", back), changed);
    }
  }

  private static void squeeze(Draft d) {
    var x = d.pick(v -> Arrays.stream(v.type().knownShape().sizes()).anyMatch(size -> size == 1));
    if (x != null) {
      int axis = 0;
      while (x.size(axis) != 1) {
        axis++;
      }
      d.add("Squeeze", x, d.longs(axis));
    }
  }

  private static void concat(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    int axis = d.axis(x);
    var sizes = x.type().knownShape().sizes();
    var like =
        switch (d.chance(3)) {
          case 0 -> x;
          case 1 -> {
            sizes[axis] = 1 + d.chance(2);
            yield d.floats(sizes);
          }
          default -> d.pick(v -> v.isFloat() && v.rank() == x.rank());
        };
    d.add("Concat", AttributeList.of("axis", d.chance(4) == 0 ? axis - x.rank() : axis), x, like);
  }

  private static void split(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      int axis = d.axis(x);
      long first = 1 + d.chance((int) Math.max(1, x.size(axis) - 1));
      var sizes = d.longs(first, Math.max(0, x.size(axis) - first));
      if (d.chance(2) == 0) {
        d.addAll("Split", 2, AttributeList.of("axis", axis, "num_outputs", 2), x);
      } else {
        d.addAll("Split", 2, AttributeList.of("axis", axis), x, sizes);
      }
    }
  }

  private static void slice(Draft d) {
    var x = d.pick(v -> v.rank() > 0);
    if (x != null) {
      int axis = d.axis(x);
      long size = x.size(axis);
      var bounds =
          switch (d.chance(6)) {
            case 0 -> new long[] {-1, Long.MIN_VALUE, -1};
            case 1 -> new long[] {0, size, 1};
            case 2 -> new long[] {0, Long.MAX_VALUE, 2};
            case 3 -> new long[] {1, Long.MAX_VALUE, 1};
            case 4 -> new long[] {0, -1, 1};
            default -> new long[] {0, 1, 1};
          };
      d.add("Slice", x, d.longs(bounds[0]), d.longs(bounds[1]), d.longs(axis), d.longs(bounds[2]));
    }
  }

  private static void gather(Draft d) {
    var x = d.pick(v -> v.rank() > 0);
    if (x != null) {
      int axis = d.axis(x);
      var index = d.chance(2) == 0 ? d.number(0) : d.longs(x.size(axis) - 1, 0);
      d.add("Gather", AttributeList.of("axis", axis), x, index);
    }
  }

  /// A table or a value, indexed by integers of the batch.
  private static void lookup(Draft d) {
    var indices = d.pick(v -> v.isInteger() && v.rank() < 3);
    var table = d.chance(3) > 0 ? d.floats(4, 3) : d.pickFloat(1);
    if (table != null && indices != null) {
      var small = d.add("Mod", indices, d.number(Math.min(4, table.size(0))));
      d.add("Gather", AttributeList.of("axis", 0), table, small);
    }
  }

  private static void gatherElements(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      int axis = d.axis(x);
      var indices = Tensor.allocate(d.longs(0).type().withShape(x.type().shape()));
      for (long i = 0; i < indices.elementCount(); i++) {
        indices.setLong(i, d.chance((int) x.size(axis)));
      }
      d.add("GatherElements", AttributeList.of("axis", axis), x, d.constant(indices));
    }
  }

  private static void scatter(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    switch (d.chance(3)) {
      case 0 -> {
        var sizes = x.type().knownShape().sizes();
        int axis = d.axis(x);
        sizes[axis] = 1;
        var index = Tensor.allocate(d.longs(0).type().withShape(Shape.of(sizes)));
        var attributes = AttributeList.of("axis", axis);
        d.add("ScatterElements", attributes, x, d.constant(index), d.floats(sizes));
      }
      case 1 -> {
        var row = x.type().knownShape().sizes();
        row[0] = 1;
        var first = d.constant(Tensor.ofLongs(new long[] {x.size(0) - 1}, 1, 1));
        d.add("ScatterND", x, first, d.floats(row));
      }
      default -> {
        var first = d.constant(Tensor.ofLongs(new long[] {0, x.size(0) - 1}, 2, 1));
        d.add("GatherND", x, first);
      }
    }
  }

  private static void tile(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      var repeats = new long[x.rank()];
      Arrays.fill(repeats, 1);
      repeats[d.axis(x)] = 2;
      d.add("Tile", x, d.longs(repeats));
    }
  }

  private static void pad(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      var pads = new long[2 * x.rank()];
      pads[d.axis(x) + d.chance(2) * x.rank()] = 1 - 2 * d.chance(2);
      d.add("Pad", x, d.longs(pads), d.floats());
    }
  }

  private static void resize(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() > 1);
    if (x != null) {
      var scales = new float[x.rank()];
      Arrays.fill(scales, 1);
      scales[d.axis(x)] = 2;
      var modes = AttributeList.of("mode", d.chance(2) == 0 ? "nearest" : "linear");
      d.add("Resize", modes, x, Draft.ABSENT, d.constant(Tensor.ofFloats(scales, x.rank())));
    }
  }

  private static void depthToSpace(Draft d) {
    var attributes = AttributeList.of("blocksize", 2);
    d.add(
        "DepthToSpace",
        attributes,
        d.pick(v -> v.isFloat() && v.rank() == 4 && v.size(1) % 4 == 0));
    d.add(
        "SpaceToDepth",
        attributes,
        d.pick(v -> v.isFloat() && v.rank() == 4 && v.size(2) % 2 == 0 && v.size(3) % 2 == 0));
  }
}
