package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Poolings and resizes, as ONNX Runtime computes them.
@NullMarked
class OnnxRuntimePoolingsTest extends OnnxRuntimeComparison {
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
}
