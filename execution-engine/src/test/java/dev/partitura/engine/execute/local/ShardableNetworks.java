package dev.partitura.engine.execute.local;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Networks whose ops can be split among shards.
public final class ShardableNetworks {
  static final int CLASSES = 8;
  static final int WORDS = 512;
  private static final int TOKENS = 6;
  private static final int HIDDEN = 16;
  private static final int HEADS = 4;

  private final Random random;
  private final NetworkBuilder b;

  private ShardableNetworks(String name, long seed) {
    random = new Random(seed);
    b = new NetworkBuilder(name);
  }

  public static List<Network> all() {
    return List.of(layers(), convolutions(), residual(), transformer(), ontoTheInput());
  }

  static Tensor random(Random random, double scale, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, scale * random.nextGaussian());
    }
    return tensor;
  }

  private String weight(String name, long... sizes) {
    return b.initializer(name, random(random, 0.3, sizes));
  }

  private static Attributes ints(String name, long... values) {
    return Attributes.NONE.with(name, Attribute.Ints.of(values));
  }

  private String longs(long... values) {
    return b.initializer("sizes", Tensor.ofLongs(values, values.length));
  }

  static Network layers() {
    var n = new ShardableNetworks("layers", 1);
    var b = n.b;
    var x = b.input("x", Shape.of(-1, 8).withSymbol(0, "batch"));
    x = b.op("Gemm", x, n.weight("w1", 8, 48), n.weight("b1", 48));
    x = b.op("Relu", x);
    x = b.op("MatMul", x, n.weight("w2", 48, 12));
    x = b.op("Add", x, n.weight("b2", 12));
    x = b.op("Tanh", x);
    x = b.op("Gemm", x, n.weight("w3", 12, CLASSES), n.weight("b3", CLASSES));
    b.output(b.op("Softmax", x));
    return b.build();
  }

  static Network convolutions() {
    var n = new ShardableNetworks("convolutions", 2);
    var b = n.b;
    var padded = ints("pads", 1, 1, 1, 1);
    var x = b.input("x", Shape.of(-1, 3, 8, 8).withSymbol(0, "batch"));
    x = b.op("Conv", padded, x, n.weight("w1", 8, 3, 3, 3), n.weight("b1", 8));
    x = b.op("Relu", x);
    x =
        b.op(
            "MaxPool",
            new Attributes(
                Map.of(
                    "kernel_shape", Attribute.Ints.of(2, 2), "strides", Attribute.Ints.of(2, 2))),
            x);
    x = b.op("Conv", padded, x, n.weight("w2", 16, 8, 3, 3), n.weight("b2", 16));
    x = b.op("Relu", x);
    x = b.op("Flatten", x);
    x = b.op("Gemm", x, n.weight("w3", 256, 32), n.weight("b3", 32));
    x = b.op("Relu", x);
    b.output(b.op("Gemm", x, n.weight("w4", 32, CLASSES)));
    return b.build();
  }

  /// Two residual blocks, one of them of depthwise convolutions.
  static Network residual() {
    var n = new ShardableNetworks("residual", 3);
    var b = n.b;
    var padded = ints("pads", 1, 1, 1, 1);
    var x = b.input("x", Shape.of(-1, 3, 6, 6).withSymbol(0, "batch"));
    x = b.op("Conv", padded, x, n.weight("w0", 8, 3, 3, 3));
    for (int block = 0; block < 2; block++) {
      var y = b.op("Conv", padded, x, n.weight("w", block == 0 ? 8 : 16, 8, 3, 3));
      y = b.op("Relu", n.normalized(y, block == 0 ? 8 : 16));
      if (block == 1) {
        y =
            b.op(
                "Conv",
                padded.with("group", new Attribute.IntValue(16)),
                y,
                n.weight("w", 16, 1, 3, 3));
        y = b.op("Relu", y);
      }
      y = b.op("Conv", padded, y, n.weight("w", 8, block == 0 ? 8 : 16, 3, 3));
      x = b.op("Relu", b.op("Add", n.normalized(y, 8), x));
    }
    x = b.op("Flatten", b.op("GlobalAveragePool", x));
    b.output(b.op("Gemm", x, n.weight("w9", 8, CLASSES), n.weight("b9", CLASSES)));
    return b.build();
  }

  private String normalized(String x, int channels) {
    var variance = Tensor.allocate(TensorType.of(DataType.FLOAT, channels));
    for (int i = 0; i < channels; i++) {
      variance.setDouble(i, 0.5 + random.nextDouble());
    }
    return b.op(
        "BatchNormalization",
        x,
        weight("scale", channels),
        weight("shift", channels),
        weight("mean", channels),
        b.initializer("variance", variance));
  }

  /// One encoder block over vectors, with the mean over the tokens behind it.
  static Network transformer() {
    var n = new ShardableNetworks("transformer", 4);
    var b = n.b.opset(17);
    var x = b.input("x", Shape.of(-1, TOKENS, HIDDEN).withSymbol(0, "batch"));
    x = b.op("Add", x, n.weight("places", 1, TOKENS, HIDDEN));
    x = b.op("Add", x, n.attention(n.layerNorm(x)));
    var y = b.op("MatMul", n.layerNorm(x), n.weight("up", HIDDEN, 4 * HIDDEN));
    y = b.op("Relu", b.op("Add", y, n.weight("upBias", 4 * HIDDEN)));
    y = b.op("MatMul", y, n.weight("down", 4 * HIDDEN, HIDDEN));
    y = b.op("Add", y, n.weight("downBias", HIDDEN));
    x = n.layerNorm(b.op("Add", x, y));
    x = b.op("ReduceMean", ints("axes", 1).with("keepdims", new Attribute.IntValue(0)), x);
    b.output(b.op("MatMul", x, n.weight("head", HIDDEN, CLASSES)));
    return b.build();
  }

  /// What is fed joins a sum that is given out as it is.
  static Network ontoTheInput() {
    var n = new ShardableNetworks("onto", 6);
    var b = n.b;
    var x = b.input("x", Shape.of(-1, CLASSES).withSymbol(0, "batch"));
    var y = b.op("Relu", b.op("Gemm", x, n.weight("up", CLASSES, 32), n.weight("bias", 32)));
    b.output(b.op("Add", x, b.op("MatMul", y, n.weight("down", 32, CLASSES))));
    return b.build();
  }

  /// A table of many rows that words are taken from and that turns the mean of a text into words.
  static Network tied() {
    var n = new ShardableNetworks("tied", 5);
    var b = n.b.opset(17);
    var words =
        b.input(
            "words", new TensorType(DataType.INT64, Shape.of(-1, TOKENS).withSymbol(0, "batch")));
    var table = n.weight("table", WORDS, HIDDEN);
    var x = b.op("Gather", table, words);
    x = b.op("ReduceMean", ints("axes", 1).with("keepdims", new Attribute.IntValue(0)), x);
    b.output(b.op("MatMul", x, b.op("Transpose", ints("perm", 1, 0), table)));
    return b.build();
  }

  private String layerNorm(String x) {
    return b.op(
        "LayerNormalization",
        Attributes.NONE.with("axis", new Attribute.IntValue(-1)),
        x,
        weight("gain", HIDDEN),
        weight("offset", HIDDEN));
  }

  private String heads(String x, String name, long... order) {
    var y = b.op("MatMul", x, weight(name, HIDDEN, HIDDEN));
    // What a bias adds to every key changes no attention: its gradient is nothing but rounding.
    y = name.equals("key") ? y : b.op("Add", y, weight(name, HIDDEN));
    y = b.op("Reshape", y, longs(0, TOKENS, HEADS, HIDDEN / HEADS));
    return b.op("Transpose", ints("perm", order), y);
  }

  private String attention(String x) {
    var q = heads(x, "query", 0, 2, 1, 3);
    var k = heads(x, "key", 0, 2, 3, 1);
    var v = heads(x, "value", 0, 2, 1, 3);
    var scale = b.initializer("scale", Tensor.ofFloats(new float[] {0.5f}, 1));
    var weights = b.op("Softmax", b.op("Mul", b.op("MatMul", q, k), scale));
    var y = b.op("Transpose", ints("perm", 0, 2, 1, 3), b.op("MatMul", weights, v));
    y = b.op("Reshape", y, longs(0, TOKENS, HIDDEN));
    return b.op("MatMul", y, weight("out", HIDDEN, HIDDEN));
  }
}
