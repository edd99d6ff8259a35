package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What only moves elements, as ONNX Runtime computes them.
@NullMarked
class OnnxRuntimeMovementsTest extends OnnxRuntimeComparison {
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
}
