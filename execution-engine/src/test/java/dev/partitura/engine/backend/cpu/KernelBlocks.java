package dev.partitura.engine.backend.cpu;

import static dev.partitura.engine.backend.cpu.KernelValues.decimal;
import static dev.partitura.engine.backend.cpu.KernelValues.gentle;
import static dev.partitura.engine.backend.cpu.KernelValues.ints;
import static dev.partitura.engine.backend.cpu.KernelValues.number;
import static dev.partitura.engine.backend.cpu.KernelValues.positive;
import static dev.partitura.engine.backend.cpu.KernelValues.random;
import static dev.partitura.engine.backend.cpu.KernelValues.window;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;

/// The networks of several ops by which kernels are compared that do them as one.
final class KernelBlocks {
  private KernelBlocks() {}

  static Network residualBlock(int batch) {
    var b = new NetworkBuilder("residual block of " + batch);
    var x = b.input("x", Shape.of(batch, 16, 8, 8));
    var pads = Attributes.NONE.with("pads", ints(1, 1, 1, 1));
    var first =
        b.op(
            "Relu",
            b.op(
                "Conv",
                pads,
                x,
                b.initializer("w1", random(16, 16, 3, 3)),
                b.initializer("b1", random(16))));
    var second = b.op("Conv", pads, first, b.initializer("w2", random(16, 16, 3, 3)));
    b.output(b.op("Relu", b.op("Add", second, x)));
    return b.build();
  }

  /// Four sums: one may happen in its operand's memory, one adds what its convolution reads, one
  /// adds a further convolution, and one, when `early`, reads the first sum late.
  static Network residualChain(boolean early) {
    var b = new NetworkBuilder("residual chain" + (early ? " with a late reader" : ""));
    var pads = Attributes.NONE.with("pads", ints(1, 1, 1, 1));
    var x =
        b.op(
            "Conv",
            pads,
            b.input("x", Shape.of(1, 16, 20, 20)),
            b.initializer("w0", gentle(16, 16, 3, 3)));
    var first =
        b.op(
            "Relu",
            b.op("Add", b.op("Conv", pads, x, b.initializer("w1", gentle(16, 16, 3, 3))), x));
    var second =
        b.op("Add", b.op("Conv", pads, first, b.initializer("w2", gentle(16, 16, 3, 3))), first);
    var middle =
        b.op("Relu", b.op("Conv", pads, second, b.initializer("w5", gentle(16, 16, 3, 3))));
    var sum =
        b.op("Add", b.op("Conv", pads, middle, b.initializer("w6", gentle(16, 16, 3, 3))), second);
    var third = b.op("Conv", pads, sum, b.initializer("w3", gentle(16, 16, 3, 3)));
    b.output(
        b.op(
            "Add",
            third,
            early ? first : b.op("Conv", pads, sum, b.initializer("w4", gentle(16, 16, 3, 3)))));
    return b.build();
  }

  static Network normalized() {
    var b = new NetworkBuilder("conv and batch normalization");
    var x = b.input("x", Shape.of(2, 8, 6, 6));
    var conv =
        b.op("Conv", x, b.initializer("w", random(12, 8, 1, 1)), b.initializer("b", random(12)));
    var y =
        b.op(
            "Relu",
            b.op(
                "BatchNormalization",
                conv,
                b.initializer("s", random(12)),
                b.initializer("h", random(12)),
                b.initializer("m", random(12)),
                b.initializer("v", positive(12))));
    b.output(
        b.op(
            "Relu",
            b.op(
                "BatchNormalization",
                y,
                b.initializer("s2", random(12)),
                b.initializer("h2", random(12)),
                b.initializer("m2", random(12)),
                b.initializer("v2", positive(12)))));
    return b.build();
  }

  static Network branches() {
    var b = new NetworkBuilder("branches joined");
    var x = b.input("x", Shape.of(2, 16, 7, 7));
    var one = b.op("Relu", b.op("Conv", x, b.initializer("w1", random(16, 16, 1, 1))));
    var two =
        b.op(
            "Conv",
            Attributes.NONE.with("pads", ints(1, 1, 1, 1)),
            x,
            b.initializer("w2", random(5, 16, 3, 3)));
    var three = b.op("MaxPool", window(3).with("pads", ints(1, 1, 1, 1)), x);
    var joined = b.op("Concat", Attributes.NONE.with("axis", number(1)), one, two, three);
    b.output(joined);
    b.output(b.op("GlobalAveragePool", joined));
    return b.build();
  }

  static Network nestedBranches(int batch) {
    var b = new NetworkBuilder("nested branches of " + batch);
    var x = b.input("x", Shape.of(batch, 16, 7, 7));
    var one = b.op("Relu", b.op("Conv", x, b.initializer("w1", random(32, 16, 1, 1))));
    var two = b.op("MaxPool", window(3).with("pads", ints(1, 1, 1, 1)), one);
    var inner = b.op("Concat", Attributes.NONE.with("axis", number(1)), one, two);
    var three = b.op("Conv", inner, b.initializer("w3", random(16, 64, 1, 1)));
    var outer = b.op("Concat", Attributes.NONE.with("axis", number(1)), three, inner);
    b.output(b.op("Conv", outer, b.initializer("w4", random(8, 80, 1, 1))));
    b.output(b.op("Relu", inner));
    return b.build();
  }

  static Network gelu(boolean halfLast) {
    var b = new NetworkBuilder("gelu " + (halfLast ? "half last" : "half first"));
    var x = b.input("x", Shape.of(2, 5, 12));
    var y =
        b.op(
            "Add",
            b.op("MatMul", x, b.initializer("w", random(12, 9))),
            b.initializer("b", random(9)));
    var half = b.initializer("half", Tensor.ofFloats(new float[] {0.5f}));
    var root = b.initializer("root", Tensor.ofFloats(new float[] {(float) Math.sqrt(2)}));
    var sum =
        b.op(
            "Add",
            b.op("Erf", b.op("Div", y, root)),
            b.initializer("one", Tensor.ofFloats(new float[] {1})));
    b.output(
        halfLast ? b.op("Mul", b.op("Mul", y, sum), half) : b.op("Mul", b.op("Mul", y, half), sum));
    return b.build();
  }

  static Network folded() {
    var b = new NetworkBuilder("constants behind ops");
    var x = b.input("x", Shape.of(2, 4, 6));
    var w = b.op("Transpose", b.initializer("w", random(5, 6)));
    b.output(b.op("MatMul", x, b.op("Add", w, b.initializer("s", random(5)))));
    b.output(w);
    return b.build();
  }

  static Network attention() {
    var b = new NetworkBuilder("attention");
    var x = b.input("x", Shape.of(2, 10, 24));
    var heads = b.initializer("heads", Tensor.ofLongs(new long[] {0, 0, 3, 8}, 4));
    var merged = b.initializer("merged", Tensor.ofLongs(new long[] {0, 0, -1}, 3));
    var q = transposed(b, b.op("Reshape", projected(b, x, "q"), heads), 0, 2, 1, 3);
    var k = transposed(b, b.op("Reshape", projected(b, x, "k"), heads), 0, 2, 3, 1);
    var v = transposed(b, b.op("Reshape", projected(b, x, "v"), heads), 0, 2, 1, 3);
    var scores =
        b.op("Div", b.op("MatMul", q, k), b.initializer("scale", Tensor.ofFloats(new float[] {4})));
    var mixed =
        b.op("MatMul", b.op("Softmax", Attributes.NONE.with("axis", number(-1)), scores), v);
    var y = projected(b, b.op("Reshape", transposed(b, mixed, 0, 2, 1, 3), merged), "o");
    var sum = b.op("Add", y, x);
    b.output(
        b.op(
            "LayerNormalization",
            Attributes.NONE.with("axis", number(-1)),
            sum,
            b.initializer("g", random(24)),
            b.initializer("h", random(24))));
    return b.build();
  }

  static String projected(NetworkBuilder b, String x, String name) {
    return b.op(
        "Add",
        b.op("MatMul", x, b.initializer("w" + name, random(24, 24))),
        b.initializer("b" + name, random(24)));
  }

  static String transposed(NetworkBuilder b, String x, long... order) {
    return b.op("Transpose", Attributes.NONE.with("perm", ints(order)), x);
  }

  static Network classifier() {
    var b = new NetworkBuilder("classifier");
    var x = b.input("x", Shape.of(3, 20, 4, 4));
    var flat = b.op("Flatten", b.op("Conv", x, b.initializer("w", random(10, 20, 1, 1))));
    var y =
        b.op(
            "Gemm",
            Attributes.NONE
                .with("transB", number(1))
                .with("alpha", decimal(0.5f))
                .with("beta", decimal(2)),
            flat,
            b.initializer("fc", random(11, 160)),
            b.initializer("fb", random(11)));
    b.output(b.op("Softmax", b.op("Tanh", y)));
    return b.build();
  }
}
