package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Products, reductions and recurrent layers, as ONNX Runtime computes them.
@NullMarked
class OnnxRuntimeProductsTest extends OnnxRuntimeComparison {
  @Test
  void productsAgree() {
    for (int turns = 0; turns < 4; turns++) {
      var a = (turns & 1) == 0 ? floats(3, 4) : floats(4, 3);
      var b = (turns & 2) == 0 ? floats(4, 5) : floats(5, 4);
      for (var c :
          List.of(
              floats(5), floats(3, 5), floats(3, 1), floats(1), Tensor.ofFloats(new float[] {2}))) {
        compare(
            "Gemm",
            13,
            1,
            in(a, b, c),
            "transA",
            turns & 1,
            "transB",
            turns >> 1,
            "alpha",
            0.5f,
            "beta",
            -2f);
      }
      compare("Gemm", 11, 1, in(a, b), "transA", turns & 1, "transB", turns >> 1);
    }
    compare("MatMul", 13, 1, in(floats(4), floats(4)));
    compare("MatMul", 13, 1, in(floats(4), floats(4, 3)));
    compare("MatMul", 13, 1, in(floats(2, 3, 4), floats(4)));
    compare("MatMul", 13, 1, in(floats(4), floats(5, 4, 3)));
    compare("MatMul", 13, 1, in(floats(2, 1, 3, 4), floats(5, 4, 2)));
    compare("MatMul", 13, 1, in(floats(3, 4), floats(6, 2, 4, 2)));
    compare(
        "MatMul",
        13,
        1,
        in(integers(DataType.INT32, 100, 2, 3, 4), integers(DataType.INT32, 100, 4, 2)));
    compare(
        "MatMul",
        13,
        1,
        in(integers(DataType.INT64, 100, 3, 4), integers(DataType.INT64, 100, 4, 2)));
    for (var equation : List.of("ij,jk->ik", "ij,jk", "bij,bjk->bik", "...ij,...jk->...ik")) {
      boolean stacked = equation.startsWith("b") || equation.startsWith(".");
      compare(
          "Einsum",
          12,
          1,
          stacked ? in(floats(2, 3, 4), floats(2, 4, 5)) : in(floats(3, 4), floats(4, 5)),
          "equation",
          equation);
    }
    compare("Einsum", 12, 1, in(floats(3), floats(3)), "equation", "i,i");
    compare("Einsum", 12, 1, in(floats(2, 4, 4)), "equation", "...ii ->...i");
    compare("Einsum", 12, 1, in(floats(4, 4)), "equation", "ii->i");
    compare("Einsum", 12, 1, in(floats(3, 4)), "equation", "ij->ji");
    compare("Einsum", 12, 1, in(floats(3, 4)), "equation", "ij->i");
    compare("Einsum", 12, 1, in(floats(2, 3, 4), floats(5, 3)), "equation", "bhw, ch -> bcw");
    compare(
        "Einsum", 12, 1, in(floats(1, 2, 3, 4), floats(1, 2, 5, 4)), "equation", "bhqd,bhkd->bhqk");
    compare(
        "Einsum", 12, 1, in(floats(2, 3), floats(3, 4), floats(4, 2)), "equation", "ab,bc,cd->ad");
    finish();
  }

  @Test
  void reductionsAgree() {
    var x = floats(3, 4, 2, 5);
    for (var type :
        List.of(
            "ReduceSum",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceLogSumExp")) {
      compare(type, 18, 1, in(x, longs(1, -1)));
      compare(type, 18, 1, in(x, longs(0)), "keepdims", 0);
      compare(type, 18, 1, in(x, longs(2, 0, 3, 1)), "keepdims", 0);
      compare(type, 18, 1, in(x));
      compare(type, 18, 1, in(x, Tensor.ofLongs(new long[0], 0)), "noop_with_empty_axes", 1);
      compare(type, 11, 1, in(x), "axes", new long[] {-2, 0}, "keepdims", 0);
      compare(type, 11, 1, in(x));
    }
    compare("ReduceSum", 13, 1, in(integers(DataType.INT64, 100, 3, 4), longs(1)));
    compare("ReduceMax", 18, 1, in(integers(DataType.INT32, 100, 3, 4), longs(0)));
    compare("ReduceMin", 18, 1, in(integers(DataType.UINT8, 100, 3, 4), longs(0)));
    compare("ReduceProd", 18, 1, in(integers(DataType.INT32, 5, 3, 4), longs(1)));
    compare("ReduceMean", 18, 1, in(integers(DataType.INT32, 50, 3, 4), longs(1)));
    var coarse = integers(DataType.FLOAT, 4, 3, 5, 4);
    for (var type : List.of("ArgMax", "ArgMin")) {
      compare(type, 13, 1, in(coarse));
      compare(type, 13, 1, in(coarse), "axis", -2, "keepdims", 0, "select_last_index", 1);
    }
    for (int flags = 0; flags < 4; flags++) {
      compare(
          "CumSum", 14, 1, in(x, scalar(flags - 2)), "exclusive", flags & 1, "reverse", flags >> 1);
      compare("TopK", 11, 2, in(coarse, longs(3)), "axis", 1, "largest", flags & 1, "sorted", 1);
    }
    finish();
  }

  @Test
  void recurrentLayersAgree() {
    var x = floats(5, 3, 4);
    var lengths = ints(5, 2, 4);
    for (var direction : List.of("forward", "reverse", "bidirectional")) {
      int d = direction.equals("bidirectional") ? 2 : 1;
      compare(
          "RNN",
          14,
          2,
          in(x, floats(d, 3, 4), floats(d, 3, 3), floats(d, 6), lengths, floats(d, 3, 3)),
          "hidden_size",
          3,
          "direction",
          direction);
      for (int reset = 0; reset < 2; reset++) {
        compare(
            "GRU",
            14,
            2,
            in(x, floats(d, 9, 4), floats(d, 9, 3), floats(d, 18), lengths, floats(d, 3, 3)),
            "hidden_size",
            3,
            "direction",
            direction,
            "linear_before_reset",
            reset);
      }
      compare(
          "LSTM",
          14,
          3,
          in(
              x,
              floats(d, 12, 4),
              floats(d, 12, 3),
              floats(d, 24),
              lengths,
              floats(d, 3, 3),
              floats(d, 3, 3),
              floats(d, 9)),
          "hidden_size",
          3,
          "direction",
          direction);
    }
    compare(
        "LSTM",
        14,
        3,
        in(x, floats(1, 12, 4), floats(1, 12, 3)),
        "hidden_size",
        3,
        "activations",
        new String[] {"HardSigmoid", "Softsign", "LeakyRelu"},
        "activation_alpha",
        new float[] {0.3f, 0.1f},
        "activation_beta",
        new float[] {0.4f});
    compare(
        "LSTM", 14, 3, in(x, floats(1, 12, 4), floats(1, 12, 3)), "hidden_size", 3, "clip", 0.5f);
    compare(
        "GRU",
        14,
        2,
        in(x, floats(1, 9, 4), floats(1, 9, 3)),
        "hidden_size",
        3,
        "activations",
        new String[] {"Relu", "Affine"},
        "activation_alpha",
        new float[] {0.5f},
        "activation_beta",
        new float[] {0.1f},
        "clip",
        0.7f);
    compare(
        "RNN",
        14,
        2,
        in(x, floats(1, 3, 4), floats(1, 3, 3)),
        "hidden_size",
        3,
        "activations",
        new String[] {"Relu"});
    finish();
  }
}
