package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Compares reference kernels with ONNX Runtime over parameter combinations that it implements as
/// ONNX says. On the way it checks that the inferred types hold, that an op whose split rule allows
/// it gives the same when inputs are cut, and that an op with one input or attribute changed by
/// chance still runs or refuses.
@NullMarked
class OnnxRuntimeComparisonTest {
  private static final int DAMAGED_EACH = 12;
  private final Random random = new Random(7);
  private final List<String> complaints = new ArrayList<>();
  private static final Map<String, Integer> SPLIT = new TreeMap<>();
  private int compared;

  private Tensor floats(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, random.nextFloat() * 4 - 2);
    }
    return tensor;
  }

  private Tensor integers(DataType type, int bound, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(type, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setLong(i, random.nextInt(bound));
    }
    return tensor;
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(values, values.length);
  }

  private static Tensor scalar(long value) {
    return Tensor.ofLongs(new long[] {value});
  }

  private static Tensor ints(long... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.INT32, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return tensor;
  }

  private static Tensor numbers(float... values) {
    return Tensor.ofFloats(values, values.length);
  }

  private static List<@Nullable Tensor> in(@Nullable Tensor... inputs) {
    return Arrays.asList(inputs);
  }

  private void compare(
      String type, int opset, int outputs, List<@Nullable Tensor> inputs, Object... attributes) {
    var one = OneOp.of(type, opset, outputs, inputs, attributes);
    compared++;
    try {
      var expected = PeerRun.outputs(one.network(), one.feeds());
      var got = one.run();
      var types = one.types();
      for (int i = 0; i < outputs; i++) {
        var complaint = Tolerance.complaint(expected.get(i), got.get(i));
        if (complaint != null) {
          complaints.add(one + ": output " + i + " " + complaint);
        }
        if (!types.problems().isEmpty() || !one.admits(types.type("out" + i), got.get(i).type())) {
          complaints.add(
              one
                  + ": inferred "
                  + types.type("out" + i)
                  + " "
                  + types.problems()
                  + " for "
                  + got.get(i).type());
        }
      }
      var split = SplitOneOp.judge(one, got, random);
      SPLIT.merge(type, split.allowed(), Integer::sum);
      complaints.addAll(split.complaints());
      complaints.addAll(ShardOneOp.judge(one, got, random).complaints());
    } catch (OrtException | RuntimeException refused) {
      complaints.add(one + ": " + refused);
    }
    for (int i = 0; i < DAMAGED_EACH; i++) {
      var damaged = one.damaged(random);
      try {
        damaged.run();
      } catch (ProblemException _) {
        // A sentence, as wanted.
      } catch (RuntimeException fault) {
        complaints.add(
            damaged
                + ": "
                + fault
                + " at "
                + fault.getStackTrace()[0]
                + Arrays.stream(fault.getStackTrace())
                    .filter(f ->
                        f.getFileName() != null
                            && !f.getFileName().startsWith("Elements")
                            && f.getClassName().contains("engine.operator"))
                    .findFirst()
                    .orElse(null));
      }
    }
  }

  /// A rule that never allows anything would pass every comparison.
  @AfterAll
  static void rulesAllowSplits() {
    var never = new TreeSet<String>();
    SPLIT.forEach((type, times) -> {
      if (times == 0) {
        never.add(type);
      }
    });
    System.out.println(
        "Split rules held in "
            + SPLIT.values().stream().mapToInt(Integer::intValue).sum()
            + " splits of "
            + SPLIT.size()
            + " operators; never split: "
            + never);
    assertEquals(Set.of("Range"), never, "Range numbers the samples and is never split");
  }

  private void finish() {
    assertEquals(
        "", String.join("\n", complaints), complaints.size() + " of " + compared + " differ");
  }

  @Test
  void convolutionsAgree() {
    var x = floats(2, 4, 9, 8);
    var w = floats(6, 4, 3, 3);
    compare("Conv", 11, 1, in(x, w));
    compare(
        "Conv",
        11,
        1,
        in(x, w, floats(6)),
        "pads",
        new long[] {1, 1, 1, 1},
        "strides",
        new long[] {2, 2});
    compare(
        "Conv",
        11,
        1,
        in(x, w, floats(6)),
        "pads",
        new long[] {0, 2, 1, 3},
        "strides",
        new long[] {1, 3},
        "dilations",
        new long[] {2, 1});
    compare("Conv", 11, 1, in(x, floats(6, 2, 3, 2)), "group", 2);
    compare("Conv", 11, 1, in(x, floats(8, 1, 5, 5)), "group", 4, "pads", new long[] {2, 2, 2, 2});
    for (var auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      compare(
          "Conv", 11, 1, in(x, floats(3, 4, 4, 2)), "auto_pad", auto, "strides", new long[] {2, 3});
      compare(
          "Conv",
          22,
          1,
          in(x, floats(3, 4, 3, 3)),
          "auto_pad",
          auto,
          "kernel_shape",
          new long[] {3, 3});
    }
    compare(
        "Conv",
        7,
        1,
        in(floats(2, 3, 11), floats(5, 3, 4), floats(5)),
        "strides",
        new long[] {2},
        "pads",
        new long[] {1, 2});
    compare(
        "Conv",
        11,
        1,
        in(floats(1, 2, 5, 6, 7), floats(3, 2, 2, 3, 3), floats(3)),
        "strides",
        new long[] {1, 2, 1},
        "pads",
        new long[] {1, 0, 1, 1, 1, 0},
        "dilations",
        new long[] {1, 1, 2});
    finish();
  }

  @Test
  void transposedConvolutionsAgree() {
    var x = floats(2, 4, 5, 4);
    compare("ConvTranspose", 11, 1, in(x, floats(4, 3, 3, 3), floats(3)));
    compare(
        "ConvTranspose",
        11,
        1,
        in(x, floats(4, 2, 3, 2)),
        "strides",
        new long[] {2, 3},
        "pads",
        new long[] {1, 0, 0, 1},
        "output_padding",
        new long[] {1, 1});
    compare(
        "ConvTranspose",
        11,
        1,
        in(x, floats(4, 3, 3, 3)),
        "group",
        2,
        "dilations",
        new long[] {2, 1},
        "strides",
        new long[] {1, 2});
    compare(
        "ConvTranspose",
        11,
        1,
        in(x, floats(4, 2, 3, 3)),
        "strides",
        new long[] {2, 2},
        "output_shape",
        new long[] {10, 9});
    for (var auto : List.of("SAME_UPPER", "SAME_LOWER")) {
      compare(
          "ConvTranspose",
          11,
          1,
          in(x, floats(4, 2, 4, 3)),
          "strides",
          new long[] {2, 2},
          "auto_pad",
          auto);
      compare(
          "ConvTranspose",
          11,
          1,
          in(x, floats(4, 2, 3, 4)),
          "strides",
          new long[] {2, 3},
          "auto_pad",
          auto,
          "output_shape",
          new long[] {10, 11});
    }
    compare(
        "ConvTranspose",
        11,
        1,
        in(floats(1, 3, 7), floats(3, 2, 3)),
        "strides",
        new long[] {3},
        "pads",
        new long[] {1, 1});
    compare(
        "ConvTranspose",
        11,
        1,
        in(floats(1, 2, 3, 4, 3), floats(2, 2, 2, 3, 2)),
        "strides",
        new long[] {2, 1, 2});
    finish();
  }

  @Test
  void poolingsAgree() {
    var x = floats(2, 3, 11, 10);
    for (var type : List.of("MaxPool", "AveragePool")) {
      compare(type, 12, 1, in(x), "kernel_shape", new long[] {3, 2});
      compare(
          type,
          12,
          1,
          in(x),
          "kernel_shape",
          new long[] {3, 4},
          "strides",
          new long[] {2, 3},
          "pads",
          new long[] {1, 2, 1, 0});
      compare(
          type,
          12,
          1,
          in(x),
          "kernel_shape",
          new long[] {3, 3},
          "strides",
          new long[] {3, 2},
          "ceil_mode",
          1,
          "pads",
          new long[] {1, 1, 0, 0});
      for (var auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
        compare(
            type,
            12,
            1,
            in(x),
            "kernel_shape",
            new long[] {4, 3},
            "strides",
            new long[] {3, 2},
            "auto_pad",
            auto);
      }
      compare(
          type,
          12,
          1,
          in(floats(2, 3, 13)),
          "kernel_shape",
          new long[] {4},
          "strides",
          new long[] {3});
      compare(
          type,
          12,
          1,
          in(floats(1, 2, 6, 7, 5)),
          "kernel_shape",
          new long[] {2, 3, 3},
          "strides",
          new long[] {2, 2, 1},
          "pads",
          new long[] {1, 1, 1, 0, 1, 1});
    }
    compare(
        "AveragePool",
        12,
        1,
        in(x),
        "kernel_shape",
        new long[] {3, 3},
        "pads",
        new long[] {1, 2, 2, 1},
        "count_include_pad",
        1,
        "strides",
        new long[] {2, 2});
    compare(
        "AveragePool",
        12,
        1,
        in(x),
        "kernel_shape",
        new long[] {3, 3},
        "pads",
        new long[] {1, 1, 1, 1},
        "count_include_pad",
        1,
        "strides",
        new long[] {3, 4},
        "ceil_mode",
        1);
    compare(
        "AveragePool",
        19,
        1,
        in(x),
        "kernel_shape",
        new long[] {3, 3},
        "pads",
        new long[] {1, 1, 1, 1},
        "dilations",
        new long[] {2, 3});
    compare(
        "MaxPool",
        12,
        2,
        in(x),
        "kernel_shape",
        new long[] {3, 3},
        "strides",
        new long[] {2, 2},
        "pads",
        new long[] {1, 0, 1, 1});
    compare(
        "MaxPool",
        12,
        2,
        in(x),
        "kernel_shape",
        new long[] {2, 3},
        "strides",
        new long[] {2, 1},
        "storage_order",
        1);
    compare(
        "MaxPool",
        12,
        1,
        in(x),
        "kernel_shape",
        new long[] {3, 2},
        "dilations",
        new long[] {2, 3},
        "ceil_mode",
        1,
        "strides",
        new long[] {2, 2});
    compare(
        "MaxPool",
        12,
        1,
        in(integers(DataType.UINT8, 200, 1, 2, 6, 6)),
        "kernel_shape",
        new long[] {3, 3},
        "pads",
        new long[] {1, 1, 1, 1});
    compare("GlobalAveragePool", 1, 1, in(x));
    compare("GlobalMaxPool", 1, 1, in(floats(2, 3, 4, 5, 2)));
    compare("GlobalLpPool", 2, 1, in(x), "p", 3);
    finish();
  }

  @Test
  void normalizationsAgree() {
    var x = floats(2, 6, 4, 5);
    var positive = Tensor.ofFloats(new float[] {0.5f, 1, 2, 0.1f, 3, 0.7f}, 6);
    compare(
        "BatchNormalization",
        9,
        1,
        in(x, floats(6), floats(6), floats(6), positive),
        "epsilon",
        1e-2f);
    compare(
        "BatchNormalization",
        15,
        3,
        in(x, floats(6), floats(6), floats(6), positive),
        "training_mode",
        1,
        "momentum",
        0.7f);
    compare("InstanceNormalization", 6, 1, in(x, floats(6), floats(6)), "epsilon", 1e-3f);
    compare("LayerNormalization", 17, 3, in(x, floats(5), floats(5)));
    compare(
        "LayerNormalization", 17, 3, in(x, floats(4, 5), floats(4, 5)), "axis", 2, "epsilon", 0.1f);
    compare("LayerNormalization", 17, 1, in(x, floats(6, 4, 5)), "axis", -3);
    compare("GroupNormalization", 21, 1, in(x, floats(6), floats(6)), "num_groups", 3);
    compare(
        "LRN", 13, 1, in(floats(2, 7, 3, 3)), "size", 3, "alpha", 0.3f, "beta", 0.6f, "bias", 1.5f);
    for (int axis = -4; axis < 4; axis++) {
      for (var type : List.of("Softmax", "LogSoftmax", "Hardmax")) {
        compare(type, 13, 1, in(x), "axis", axis);
        compare(type, 11, 1, in(x), "axis", axis);
      }
    }
    finish();
  }

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
  void movementsAgree() {
    var x = floats(3, 4, 5);
    for (var mode : List.of("constant", "reflect", "edge", "wrap")) {
      compare("Pad", 19, 1, in(x, longs(1, 0, 2, 2, 3, 1)), "mode", mode);
      compare("Pad", 19, 1, in(x, longs(2, 1, -1, 0), null, longs(-1, 0)), "mode", mode);
    }
    compare("Pad", 18, 1, in(x, longs(0, 1, -2, 1), Tensor.ofFloats(new float[] {9}), longs(2, 1)));
    compare("Pad", 2, 1, in(x), "pads", new long[] {1, 0, 2, 0, 1, -2}, "value", 3.5f);
    compare("Slice", 13, 1, in(x, longs(-1, 1), longs(-100, 100), longs(1, 2), longs(-2, 3)));
    compare("Slice", 13, 1, in(x, longs(3), longs(0), longs(-1), longs(-1)));
    compare("Slice", 13, 1, in(x, longs(2), longs(2), longs(0)));
    compare(
        "Slice", 13, 1, in(x, longs(Long.MAX_VALUE), longs(Long.MIN_VALUE), longs(1), longs(-1)));
    compare(
        "Slice",
        9,
        1,
        in(x),
        "starts",
        new long[] {1, -3},
        "ends",
        new long[] {1000, -1},
        "axes",
        new long[] {0, 2});
    compare("Split", 18, 3, in(floats(2, 7)), "num_outputs", 3, "axis", 1);
    compare("Split", 13, 3, in(floats(2, 7), longs(3, 0, 4)), "axis", -1);
    compare("Split", 11, 2, in(floats(4, 3)));
    compare("Tile", 13, 1, in(x, longs(2, 1, 3)));
    compare("Transpose", 13, 1, in(floats(2, 3, 4, 5)), "perm", new long[] {2, 0, 3, 1});
    compare("Transpose", 13, 1, in(x));
    compare("Expand", 13, 1, in(floats(3, 1), longs(2, 1, 6)));
    compare("Gather", 13, 1, in(x, Tensor.ofLongs(new long[] {0, -1, 2, 1}, 2, 2)), "axis", 1);
    compare("GatherElements", 13, 1, in(x, integers(DataType.INT64, 4, 2, 6, 3)), "axis", 1);
    compare("GatherND", 13, 1, in(x, Tensor.ofLongs(new long[] {0, -1, 2, 1}, 2, 2)));
    compare("GatherND", 13, 1, in(x, Tensor.ofLongs(new long[] {0, 1, 3}, 3, 1)), "batch_dims", 1);
    for (var reduction : List.of("none", "add", "mul", "max", "min")) {
      compare(
          "ScatterElements",
          18,
          1,
          in(
              x,
              reduction.equals("none")
                  ? Tensor.ofLongs(new long[] {1, -1, 0, 2}, 2, 2, 1)
                  : integers(DataType.INT64, 4, 2, 6, 3),
              reduction.equals("none") ? floats(2, 2, 1) : floats(2, 6, 3)),
          "axis",
          1,
          "reduction",
          reduction);
      compare(
          "ScatterND",
          18,
          1,
          in(x, Tensor.ofLongs(new long[] {0, 1, 2, 3}, 2, 2), floats(2, 5)),
          "reduction",
          reduction);
      compare(
          "ScatterElements",
          18,
          1,
          in(
              floats(4, 6),
              reduction.equals("none")
                  ? Tensor.ofLongs(new long[] {0, 1, 2, 3, 0, 1, 3, 2, 1, 0, 2, 3}, 2, 6)
                  : integers(DataType.INT64, 4, 3, 6),
              floats(reduction.equals("none") ? 2 : 3, 6)),
          "reduction",
          reduction);
      compare(
          "ScatterND",
          18,
          1,
          in(floats(5, 4, 6), Tensor.ofLongs(new long[] {3, 0}, 2, 1), floats(2, 4, 6)),
          "reduction",
          reduction);
    }
    compare(
        "OneHot",
        11,
        1,
        in(Tensor.ofLongs(new long[] {0, -1, 7, 3}, 2, 2), scalar(5), numbers(-1, 2)),
        "axis",
        1);
    compare("DepthToSpace", 13, 1, in(floats(2, 18, 2, 3)), "blocksize", 3);
    compare("DepthToSpace", 13, 1, in(floats(2, 18, 2, 3)), "blocksize", 3, "mode", "CRD");
    compare("SpaceToDepth", 13, 1, in(floats(2, 2, 6, 4)), "blocksize", 2);
    for (int k = -6; k < 7; k += 3) {
      compare("Trilu", 14, 1, in(x, scalar(k)), "upper", 1);
      compare("Trilu", 14, 1, in(x, scalar(k)), "upper", 0);
    }
    compare("Reshape", 14, 1, in(floats(2, 0, 3), longs(0, 4, -1)), "allowzero", 1 - 1);
    compare("Reshape", 14, 1, in(x, longs(0, -1, 2)));
    compare("Squeeze", 13, 1, in(floats(1, 3, 1, 2), longs(-2)));
    compare("Unsqueeze", 13, 1, in(x, longs(-1, 1)));
    compare("Flatten", 13, 1, in(floats(2, 3, 4, 5)), "axis", -1);
    compare("Flatten", 13, 1, in(floats(2, 3, 4, 5)), "axis", 0);
    compare("Shape", 15, 1, in(floats(2, 3, 4, 5)), "start", -3, "end", -1);
    finish();
  }

  @Test
  void elementwiseAgree() {
    var x = floats(3, 4);
    for (var type :
        List.of(
            "Abs",
            "Neg",
            "Sign",
            "Ceil",
            "Floor",
            "Round",
            "Exp",
            "Erf",
            "Sigmoid",
            "Tanh",
            "Sin",
            "Cos",
            "Tan",
            "Softplus",
            "Softsign",
            "Elu",
            "Selu",
            "LeakyRelu",
            "HardSigmoid",
            "HardSwish",
            "ThresholdedRelu",
            "Celu",
            "Reciprocal",
            "IsNaN",
            "IsInf",
            "Mish",
            "Gelu")) {
      compare(type, 20, 1, in(x));
    }
    compare("Gelu", 20, 1, in(x), "approximate", "tanh");
    compare("Shrink", 9, 1, in(x), "bias", 0.3f, "lambd", 0.7f);
    compare(
        "Clip",
        13,
        1,
        in(x, Tensor.ofFloats(new float[] {-0.5f}), Tensor.ofFloats(new float[] {0.7f})));
    compare("Clip", 13, 1, in(x, null, Tensor.ofFloats(new float[] {0.7f})));
    compare("Clip", 6, 1, in(x), "max", 0.4f);
    compare("PRelu", 16, 1, in(floats(2, 3, 4), floats(3, 1)));
    for (var type :
        List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Less", "GreaterOrEqual", "Equal")) {
      compare(type, 13, 1, in(floats(2, 1, 4), floats(3, 1)));
      compare(
          type,
          13,
          1,
          in(integers(DataType.INT64, 9, 3, 4), Tensor.ofLongs(new long[] {3, 4, 5, 6}, 4)));
    }
    compare("Mod", 13, 1, in(Tensor.ofLongs(new long[] {-5, 5, -7, 7}, 4), longs(3, -3, -3, 3)));
    compare(
        "Mod",
        13,
        1,
        in(Tensor.ofLongs(new long[] {-5, 5, -7, 7}, 4), longs(3, -3, -3, 3)),
        "fmod",
        1);
    compare("Pow", 15, 1, in(floats(3, 4), longs(2)));
    compare("Pow", 15, 1, in(integers(DataType.INT32, 5, 3, 4), ints(3)));
    compare("Sum", 13, 1, in(floats(3, 1), floats(4), floats(1, 1)));
    compare("Mean", 13, 1, in(floats(3, 1), floats(4), floats(1, 1)));
    for (int to : new int[] {1, 2, 3, 5, 6, 7, 9, 10, 11, 12, 16}) {
      compare("Cast", 13, 1, in(integers(DataType.FLOAT, 100, 3, 4)), "to", to);
      compare("Cast", 13, 1, in(integers(DataType.INT64, 100, 3, 4)), "to", to);
      compare("Cast", 13, 1, in(integers(DataType.DOUBLE, 2, 3, 4)), "to", to);
    }
    compare("Where", 16, 1, in(integers(DataType.BOOL, 2, 3, 1), floats(4), floats(2, 1, 1)));
    compare(
        "Range",
        11,
        1,
        in(
            Tensor.ofFloats(new float[] {1}),
            Tensor.ofFloats(new float[] {3}),
            Tensor.ofFloats(new float[] {0.3f})));
    finish();
  }

  @Test
  void quantizationsAgree() {
    var x = floats(2, 3, 4);
    var zero = integers(DataType.UINT8, 200);
    compare("QuantizeLinear", 13, 1, in(x, Tensor.ofFloats(new float[] {0.01f}), zero));
    compare(
        "QuantizeLinear",
        13,
        1,
        in(x, numbers(0.01f, 0.02f, 0.5f), integers(DataType.INT8, 100, 3)),
        "axis",
        -2);
    compare("QuantizeLinear", 10, 1, in(x, Tensor.ofFloats(new float[] {0.01f})));
    compare(
        "QuantizeLinear",
        21,
        1,
        in(floats(2, 6), Tensor.ofFloats(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f}, 2, 3)),
        "axis",
        1,
        "block_size",
        2,
        "output_dtype",
        3);
    compare(
        "DequantizeLinear",
        13,
        1,
        in(
            integers(DataType.INT8, 100, 2, 3),
            numbers(0.1f, 0.2f, 0.3f),
            integers(DataType.INT8, 10, 3)));
    compare(
        "DequantizeLinear",
        13,
        1,
        in(integers(DataType.INT32, 100, 2, 3), Tensor.ofFloats(new float[] {0.1f})));
    compare(
        "DequantizeLinear",
        21,
        1,
        in(
            integers(DataType.INT8, 100, 4, 3),
            Tensor.ofFloats(new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f}, 2, 3)),
        "axis",
        0,
        "block_size",
        2);
    finish();
  }

  @Test
  void resizesAgree() {
    var x = floats(1, 2, 4, 5);
    for (var coordinates :
        List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
      // Where a scale gives a broken size, ONNX aligns the corners of that size, ONNX Runtime those
      // of the whole one.
      boolean broken = !coordinates.equals("align_corners");
      for (var scales :
          broken
              ? List.of(numbers(1, 1, 2, 3), numbers(1, 1, 0.6f, 0.5f), numbers(1, 1, 1.5f, 0.7f))
              : List.of(numbers(1, 1, 2, 3))) {
        for (var nearest : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
          compare(
              "Resize",
              13,
              1,
              in(x, null, scales),
              "coordinate_transformation_mode",
              coordinates,
              "nearest_mode",
              nearest);
        }
        compare(
            "Resize",
            13,
            1,
            in(x, null, scales),
            "mode",
            "linear",
            "coordinate_transformation_mode",
            coordinates);
        compare(
            "Resize",
            13,
            1,
            in(x, null, scales),
            "mode",
            "cubic",
            "coordinate_transformation_mode",
            coordinates,
            "cubic_coeff_a",
            -0.5f);
        compare(
            "Resize",
            13,
            1,
            in(x, null, scales),
            "mode",
            "cubic",
            "coordinate_transformation_mode",
            coordinates,
            "exclude_outside",
            1);
      }
      compare(
          "Resize",
          13,
          1,
          in(x, null, null, longs(1, 2, 7, 3)),
          "mode",
          "linear",
          "coordinate_transformation_mode",
          coordinates);
    }
    for (var mode : List.of("linear", "cubic")) {
      compare(
          "Resize", 18, 1, in(x, null, numbers(1, 1, 0.5f, 0.6f)), "mode", mode, "antialias", 1);
      compare("Resize", 18, 1, in(x, null, null, longs(1, 2, 2, 9)), "mode", mode, "antialias", 1);
    }
    compare(
        "Resize",
        18,
        1,
        in(x, null, numbers(2, 0.5f)),
        "axes",
        new long[] {3, 2},
        "mode",
        "linear");
    for (var policy : List.of("not_larger", "not_smaller")) {
      compare(
          "Resize",
          18,
          1,
          in(x, null, null, longs(7, 8)),
          "axes",
          new long[] {2, 3},
          "keep_aspect_ratio_policy",
          policy);
    }
    compare(
        "Resize",
        13,
        1,
        in(x, numbers(0, 0, 0.4f, -0.2f, 1, 1, 1.2f, 0.8f), null, longs(1, 2, 3, 3)),
        "coordinate_transformation_mode",
        "tf_crop_and_resize",
        "mode",
        "linear",
        "extrapolation_value",
        10f);
    compare("Resize", 10, 1, in(x, numbers(1, 1, 0.6f, 2)));
    compare("Resize", 10, 1, in(x, numbers(1, 1, 0.6f, 2)), "mode", "linear");
    compare("Upsample", 9, 1, in(x, numbers(1, 1, 2, 1.5f)), "mode", "linear");
    compare("Upsample", 9, 1, in(x, numbers(1, 1, 2, 1.5f)));
    compare("Upsample", 7, 1, in(x), "scales", new float[] {1, 1, 2, 3});
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
