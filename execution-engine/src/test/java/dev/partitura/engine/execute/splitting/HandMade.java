package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A network written by a person, fed with a batch of small random numbers.
///
/// @param name what it is
record HandMade(String name, Trial trial) {
  private static final int SEED = 7;

  /// Every open axis of an input is given `batch`.
  static HandMade of(String name, int batch, Consumer<NetworkBuilder> description) {
    var builder = new NetworkBuilder(name).opset(Draft.OPSET);
    description.accept(builder);
    var network = builder.build();
    var random = new SplittableRandom(SEED);
    var feeds = new LinkedHashMap<String, Tensor>();
    for (Value input : network.inputs()) {
      var shape = input.type().knownShape();
      for (int axis = 0; axis < shape.rank(); axis++) {
        shape = shape.isKnown(axis) ? shape : shape.withSize(axis, batch);
      }
      feeds.put(input.name(), Numbers.of(random, input.type().withShape(shape)));
    }
    return new HandMade(name, new Trial(0, network, feeds));
  }

  /// An input `[N, …]` of floats.
  static String rows(NetworkBuilder b, String name, long... row) {
    return rows(b, name, DataType.FLOAT, "N", row);
  }

  static String rows(NetworkBuilder b, String name, DataType type, String symbol, long... row) {
    var sizes = new long[row.length + 1];
    System.arraycopy(row, 0, sizes, 1, row.length);
    return b.input(name, new TensorType(type, Shape.of(sizes).withSymbol(0, symbol)));
  }

  static String floats(NetworkBuilder b, long... sizes) {
    var random = new SplittableRandom(SEED + sizes.length);
    return b.initializer("weights", Numbers.floats(random, Shape.of(sizes)));
  }

  static String longs(NetworkBuilder b, long... numbers) {
    return b.initializer("numbers", Tensor.ofLongs(numbers, numbers.length));
  }

  static String number(NetworkBuilder b, long number) {
    return b.initializer("number", Tensor.ofLongs(new long[] {number}));
  }

  /// An op with attributes as names and values in turn.
  static String op(NetworkBuilder b, String type, Object[] attributes, String... inputs) {
    return b.op(type, AttributeList.of(attributes), inputs);
  }

  static Object[] with(Object... attributes) {
    return attributes;
  }

  /// The size of axis 0 as a scalar, as exporters read it.
  static String batchSize(NetworkBuilder b, String of) {
    return op(b, "Gather", with("axis", 0), b.op("Shape", of), number(b, 0));
  }

  /// A list of one scalar and some numbers behind it.
  static String list(NetworkBuilder b, String scalar, long... rest) {
    var first = b.op("Unsqueeze", scalar, longs(b, 0));
    return op(b, "Concat", with("axis", 0), first, longs(b, rest));
  }

  @Override
  public String toString() {
    return name;
  }
}
