package dev.partitura.engine.backend.cpu;

import static dev.partitura.engine.backend.cpu.KernelValues.decimal;
import static dev.partitura.engine.backend.cpu.KernelValues.ints;
import static dev.partitura.engine.backend.cpu.KernelValues.number;
import static dev.partitura.engine.backend.cpu.KernelValues.positive;
import static dev.partitura.engine.backend.cpu.KernelValues.random;
import static dev.partitura.engine.backend.cpu.KernelValues.text;
import static dev.partitura.engine.backend.cpu.KernelValues.window;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.stream.Stream;

/// The networks of one op each by which kernels are compared.
final class KernelOps {
  private KernelOps() {}

  static Stream<Network> convolutions() {
    return Stream.of(
        convolution("conv 3x3", 2, 16, 9, 24, 3, 1, Attributes.NONE.with("pads", ints(1, 1, 1, 1))),
        convolution(
            "conv few channels",
            1,
            3,
            17,
            20,
            7,
            1,
            Attributes.NONE.with("pads", ints(3, 3, 3, 3)).with("strides", ints(2, 2))),
        convolution("conv odd channels", 3, 5, 8, 7, 1, 1, Attributes.NONE),
        convolution(
            "conv strided", 1, 32, 14, 64, 1, 1, Attributes.NONE.with("strides", ints(2, 2))),
        convolution(
            "conv dilated", 1, 8, 12, 8, 3, 1, Attributes.NONE.with("dilations", ints(2, 2))),
        convolution(
            "conv depthwise", 2, 24, 10, 24, 3, 24, Attributes.NONE.with("pads", ints(1, 1, 1, 1))),
        convolution(
            "conv grouped", 1, 12, 7, 18, 3, 6, Attributes.NONE.with("pads", ints(0, 1, 2, 1))),
        convolution(
            "conv same upper",
            1,
            4,
            11,
            6,
            4,
            1,
            Attributes.NONE.with("auto_pad", text("SAME_UPPER")).with("strides", ints(2, 3))),
        convolution(
            "conv same lower",
            1,
            4,
            11,
            6,
            4,
            1,
            Attributes.NONE.with("auto_pad", text("SAME_LOWER"))),
        oneAxis());
  }

  static Network convolution(
      String name, int n, int c, int side, int m, int k, int groups, Attributes attributes) {
    var b = new NetworkBuilder(name);
    var x = b.input("x", Shape.of(n, c, side, side + 1));
    var w = b.initializer("w", random(m, c / groups, k, k));
    var bias = b.initializer("b", random(m));
    b.output(b.op("Relu", b.op("Conv", attributes.with("group", number(groups)), x, w, bias)));
    return b.build();
  }

  static Network oneAxis() {
    var b = new NetworkBuilder("conv one axis");
    b.output(
        b.op(
            "Conv",
            Attributes.NONE,
            b.input("x", Shape.of(2, 6, 15)),
            b.initializer("w", random(9, 6, 4))));
    return b.build();
  }

  static Stream<Network> pools() {
    var padded = window(3).with("strides", ints(2, 2)).with("pads", ints(1, 1, 1, 1));
    return Stream.of(
        unary("max pool", "MaxPool", padded, 2, 5, 9, 10),
        unary(
            "max pool ceil",
            "MaxPool",
            window(3).with("strides", ints(2, 2)).with("ceil_mode", number(1)),
            1,
            4,
            12,
            12),
        unary("max pool dilated", "MaxPool", window(2).with("dilations", ints(2, 2)), 1, 4, 8, 8),
        unary("average pool", "AveragePool", padded, 2, 5, 9, 10),
        unary(
            "average pool with padding",
            "AveragePool",
            padded.with("count_include_pad", number(1)),
            2,
            5,
            9,
            9),
        unary(
            "average pool ceil",
            "AveragePool",
            padded.with("ceil_mode", number(1)).with("count_include_pad", number(1)),
            1,
            3,
            8,
            8),
        unary("global max pool", "GlobalMaxPool", Attributes.NONE, 2, 7, 5, 6),
        unary("global average pool", "GlobalAveragePool", Attributes.NONE, 2, 7, 5));
  }

  static Stream<Network> products() {
    return Stream.of(
        product("product with weights", new long[] {2, 7, 12}, new long[] {12, 9}, true),
        product("product of matrices", new long[] {7, 12}, new long[] {12, 9}, false),
        product("product batched", new long[] {2, 3, 7, 12}, new long[] {3, 12, 9}, false),
        product("product broadcast", new long[] {7, 12}, new long[] {4, 12, 9}, false),
        product(
            "product with batched weights", new long[] {4, 7, 12}, new long[] {4, 12, 9}, true));
  }

  static Network product(String name, long[] left, long[] right, boolean constant) {
    var b = new NetworkBuilder(name);
    var x = b.input("x", Shape.of(left));
    var y = constant ? b.initializer("y", random(right)) : b.input("y", Shape.of(right));
    b.output(b.op("Add", b.op("MatMul", x, y), b.initializer("bias", random(9))));
    return b.build();
  }

  static Stream<Network> unaries() {
    return Stream.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Sigmoid",
            "Tanh",
            "Exp",
            "Abs",
            "Neg",
            "Sign",
            "Softplus",
            "HardSigmoid",
            "HardSwish",
            "Mish",
            "Gelu")
        .flatMap(type ->
            Stream.of(
                unary(type, type, Attributes.NONE, 2, 3, 5),
                unary(type + " of a scalar", type, Attributes.NONE)));
  }

  static Stream<Network> binaries() {
    return Stream.of("Add", "Sub", "Mul", "Div", "Max", "Min")
        .flatMap(type ->
            Stream.of(
                binary(type, new long[] {2, 4, 5}, new long[] {2, 4, 5}),
                binary(type, new long[] {2, 4, 5}, new long[] {5}),
                binary(type, new long[] {4, 1}, new long[] {2, 4, 5}),
                binary(type, new long[] {2, 1, 5}, new long[] {4, 1}),
                binary(type, new long[] {3, 4}, new long[] {})));
  }

  static Network binary(String type, long[] left, long[] right) {
    var b = new NetworkBuilder(type + Arrays.toString(left) + Arrays.toString(right));
    var x = b.input("x", Shape.of(left));
    var y = b.op("Exp", b.input("y", Shape.of(right)));
    b.output(b.op("Relu", b.op(type, x, y)));
    b.output(b.op(type, x, b.initializer("c", positive(right))));
    return b.build();
  }

  static Stream<Network> rest() {
    return Stream.of(
        unary("softmax inner axis", "Softmax", Attributes.NONE.with("axis", number(1)), 2, 6, 5),
        unary("log softmax", "LogSoftmax", Attributes.NONE, 3, 17),
        unary(
            "lrn",
            "LRN",
            Attributes.NONE.with("size", number(5)).with("alpha", decimal(0.3f)),
            2,
            9,
            5,
            5),
        unary("transpose", "Transpose", Attributes.NONE.with("perm", ints(2, 0, 1)), 3, 4, 5),
        unary("dropout", "Dropout", Attributes.NONE, 3, 4),
        clipped(),
        integers());
  }

  static Network clipped() {
    var b = new NetworkBuilder("clip");
    var x = b.input("x", Shape.of(4, 9));
    var low = b.initializer("low", Tensor.ofFloats(new float[] {-0.25f}));
    b.output(b.op("Clip", x, low, b.initializer("high", Tensor.ofFloats(new float[] {0.5f}))));
    b.output(b.op("Clip", x, "", low));
    return b.build();
  }

  static Network integers() {
    var b = new NetworkBuilder("integers");
    var x = b.input("x", TensorType.of(DataType.INT64, 5));
    b.output(b.op("Add", x, b.op("Shape", x)));
    return b.build();
  }

  static Network unary(String name, String type, Attributes attributes, long... sizes) {
    var b = new NetworkBuilder(name);
    b.output(b.op(type, attributes, b.input("x", Shape.of(sizes))));
    return b.build();
  }
}
