package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Convolutions and normalizations, as ONNX Runtime computes them.
@NullMarked
class OnnxRuntimeLayersTest extends OnnxRuntimeComparison {
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
}
