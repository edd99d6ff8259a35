package dev.partitura.engine.execute.splitting;

import static dev.partitura.engine.execute.splitting.ElementwiseRecipes.any;

import dev.partitura.engine.execute.splitting.Draft.Drawn;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ops that join elements along an axis: harmless along all axes but the batch's.
final class MixingRecipes {
  static final List<Consumer<Draft>> ALL =
      List.of(
          MixingRecipes::matrixProduct,
          MixingRecipes::matrixProduct,
          MixingRecipes::gemm,
          MixingRecipes::einsum,
          MixingRecipes::alongAxis,
          MixingRecipes::alongAxis,
          MixingRecipes::reduction,
          MixingRecipes::reduction,
          MixingRecipes::choice,
          MixingRecipes::cumulative,
          MixingRecipes::normalization,
          MixingRecipes::window,
          MixingRecipes::window,
          MixingRecipes::recurrent,
          d -> d.add("Trilu", AttributeList.of("upper", d.chance(2)), d.pickFloat(2)),
          MixingRecipes::nonZero);

  private MixingRecipes() {}

  private static int axis(Draft d, Drawn x) {
    int axis = d.axis(x);
    return d.chance(3) == 0 ? axis - x.rank() : axis;
  }

  private static void matrixProduct(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    switch (d.chance(5)) {
      case 0, 1 -> d.add("MatMul", x, d.floats(x.size(-1), 3));
      case 2 -> d.add("MatMul", d.floats(2, x.rank() < 2 ? x.size(0) : x.size(-2)), x);
      case 3 -> d.add("MatMul", x, d.pickFloat(1));
      default -> {
        if (x.rank() > 1) {
          var perm = new long[x.rank()];
          for (int axis = 0; axis < perm.length; axis++) {
            perm[axis] = axis;
          }
          perm[perm.length - 1]--;
          perm[perm.length - 2]++;
          d.add("MatMul", x, d.add("Transpose", AttributeList.of("perm", perm), x));
        }
      }
    }
  }

  private static void gemm(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() == 2);
    if (x == null) {
      return;
    }
    int turned = d.chance(2);
    var attributes = AttributeList.of("transA", turned, "transB", d.chance(2));
    long inner = turned == 1 ? x.size(0) : x.size(1);
    var bias = d.chance(3) == 0 ? d.floats(d.batch, 3) : d.floats(3);
    if (attributes.intOr("transB", 0) == 1) {
      d.add("Gemm", attributes, x, d.floats(3, inner), bias);
    } else {
      d.add("Gemm", attributes, x, d.chance(3) == 0 ? d.pickFloat(2) : d.floats(inner, 3), bias);
    }
  }

  private static void einsum(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() == 2);
    var y = d.chance(2) == 0 ? x : d.pick(v -> v.isFloat() && v.rank() == 2);
    var one = any(d, "ij->ji", "ij->i", "ij->j", "ij->ij");
    var two = any(d, "bi,bi->b", "bi,ci->bc", "bi,bj->bij", "bi,bj->ij", "bi,bi->bi", "ij,jk->ik");
    if (d.chance(3) == 0) {
      d.add("Einsum", AttributeList.of("equation", one), x);
    } else {
      d.add("Einsum", AttributeList.of("equation", two), x, y);
    }
  }

  private static void alongAxis(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      d.add(any(d, "Softmax", "LogSoftmax"), AttributeList.of("axis", axis(d, x)), x);
    }
  }

  private static void reduction(Draft d) {
    var x = d.pickFloat(1);
    if (x == null) {
      return;
    }
    var type = any(d, "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL2");
    var keep = AttributeList.of("keepdims", d.chance(2));
    if (d.chance(6) == 0) {
      d.add(type, keep, x);
    } else {
      d.add(type, keep, x, d.longs(axis(d, x)));
    }
  }

  private static void choice(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() > 0 && v.isExact());
    if (x != null) {
      int axis = axis(d, x);
      if (d.chance(2) == 0) {
        var attributes = AttributeList.of("axis", axis, "keepdims", d.chance(2));
        d.add(any(d, "ArgMax", "ArgMin"), attributes, x);
      } else {
        d.addAll("TopK", 2, AttributeList.of("axis", axis), x, d.longs(1 + d.chance(2)));
      }
    }
  }

  private static void cumulative(Draft d) {
    var x = d.pickFloat(1);
    if (x != null) {
      var attributes = AttributeList.of("exclusive", d.chance(2), "reverse", d.chance(2));
      d.add("CumSum", attributes, x, d.number(axis(d, x)));
    }
  }

  private static void normalization(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() > 1 && v.isExact());
    if (x == null) {
      return;
    }
    long channels = x.size(1);
    switch (d.chance(3)) {
      case 0 -> {
        int axis = d.axis(x);
        var sizes = x.type().knownShape().sizes();
        var scale = d.floats(java.util.Arrays.copyOfRange(sizes, axis, sizes.length));
        d.add("LayerNormalization", AttributeList.of("axis", axis, "epsilon", 0.01f), x, scale);
      }
      case 1 ->
          d.add(
              "InstanceNormalization",
              AttributeList.of("epsilon", 0.01f),
              x,
              d.floats(channels),
              d.floats(channels));
      default -> {
        var ones = new float[(int) channels];
        java.util.Arrays.fill(ones, 1);
        var variance = d.constant(dev.partitura.engine.tensor.Tensor.ofFloats(ones, channels));
        var c = d.floats(channels);
        d.add("BatchNormalization", x, c, d.floats(channels), d.floats(channels), variance);
      }
    }
  }

  private static void window(Draft d) {
    var x = d.pick(v -> v.isFloat() && (v.rank() == 3 || v.rank() == 4));
    if (x == null) {
      return;
    }
    var kernel = x.rank() == 3 ? new long[] {2} : new long[] {2, 1};
    switch (d.chance(4)) {
      case 0 -> d.add("GlobalAveragePool", x);
      case 1 -> d.add("MaxPool", AttributeList.of("kernel_shape", kernel), x);
      default -> {
        long channels = x.size(1);
        d.add("Conv", x, x.rank() == 3 ? d.floats(2, channels, 2) : d.floats(2, channels, 2, 1));
      }
    }
  }

  /// The batch on axis 1, as the operator wants it, or wrongly on axis 0.
  private static void recurrent(Draft d) {
    var x = d.pick(v -> v.isFloat() && v.rank() == 3 && v.size(2) < 7);
    if (x == null) {
      return;
    }
    boolean right = d.chance(3) > 0;
    var swap = AttributeList.of("perm", new long[] {1, 0, 2});
    var sequence = right ? d.add("Transpose", swap, x) : x;
    boolean lstm = d.chance(2) == 0;
    int gates = lstm ? 4 : 3;
    var outputs =
        d.addAll(
            lstm ? "LSTM" : "GRU",
            2,
            AttributeList.of("hidden_size", 2),
            sequence,
            d.floats(1, gates * 2, x.size(2)),
            d.floats(1, gates * 2, 2));
    if (!outputs.isEmpty()) {
      d.add("Squeeze", outputs.get(d.chance(2)), d.longs(outputs.isEmpty() ? 0 : d.chance(2)));
    }
  }

  /// How many elements are not zero, or where they are.
  private static void nonZero(Draft d) {
    @Nullable Drawn x = d.pick(v -> v.rank() > 0 && v.isExact());
    var places = d.add("NonZero", x);
    if (places != null && d.chance(2) == 0) {
      var count = d.add("ReduceSum", AttributeList.of("keepdims", 0), d.add("Shape", places));
      d.add("Add", d.pickFloat(), d.add("Cast", AttributeList.of("to", 1), count));
    }
  }
}
