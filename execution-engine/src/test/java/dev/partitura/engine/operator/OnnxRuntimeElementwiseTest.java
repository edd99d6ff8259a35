package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Elementwise ops and quantizations, as ONNX Runtime computes them.
@NullMarked
class OnnxRuntimeElementwiseTest extends OnnxRuntimeComparison {
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

  /// It numbers the samples.
  @Override
  Set<String> neverSplit() {
    return Set.of("Range");
  }
}
