package dev.partitura.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/// One op whose gradients are compared with what its values say.
///
/// @param inputs sizes of what is drawn between `low` and `high`, or the tensor that is given, or
///   an empty text for none
/// @param read the output on which the loss depends
record GradientCase(
    String type,
    List<Object> inputs,
    Map<String, Attribute> attributes,
    int opset,
    double low,
    double high,
    int outputs,
    int read) {
  private static final double STEP = 1e-5;

  static GradientCase of(String type, Object... inputs) {
    return new GradientCase(type, List.of(inputs), Map.of(), 17, -2, 2, 1, 0);
  }

  GradientCase with(String name, Object value) {
    var more = new LinkedHashMap<>(attributes);
    more.put(
        name,
        switch (value) {
          case Integer number -> new Attribute.IntValue(number);
          case Float number -> new Attribute.FloatValue(number);
          case String text -> new Attribute.StringValue(text);
          case long[] numbers -> Attribute.Ints.of(numbers);
          case float[] numbers ->
              new Attribute.Floats(
                  IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).toList());
          case String[] texts -> new Attribute.Strings(List.of(texts));
          default -> throw new IllegalArgumentException(value.toString());
        });
    return new GradientCase(type, inputs, more, opset, low, high, outputs, read);
  }

  GradientCase between(double from, double to) {
    return new GradientCase(type, inputs, attributes, opset, from, to, outputs, read);
  }

  GradientCase under(int version) {
    return new GradientCase(type, inputs, attributes, version, low, high, outputs, read);
  }

  /// The same with so many outputs, the first of which is read.
  GradientCase giving(int count) {
    return new GradientCase(type, inputs, attributes, opset, low, high, count, read);
  }

  /// The same with another output read alone.
  GradientCase reading(int output) {
    return new GradientCase(type, inputs, attributes, opset, low, high, outputs, output);
  }

  @Override
  public String toString() {
    var shapes =
        inputs.stream()
            .map(input -> input instanceof long[] sizes ? Arrays.toString(sizes) : "·")
            .toList();
    return type + shapes + attributes + " under " + opset;
  }

  static long[] s(long... sizes) {
    return sizes;
  }

  static Tensor longs(long... values) {
    return Tensor.ofLongs(values, values.length);
  }

  static Tensor doubles(double... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.DOUBLE, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  /// The gradients that the operator states against central differences of its reference kernel in
  /// float64.
  void check() {
    var random = new Random(7);
    var b = new NetworkBuilder("one").opset(opset);
    var feeds = new LinkedHashMap<String, Tensor>();
    var names = new ArrayList<String>();
    for (var input : inputs) {
      var name = input.equals("") ? "" : "x" + names.size();
      if (name.isEmpty()) {
        names.add(name);
        continue;
      }
      if (input instanceof long[] sizes) {
        var type = TensorType.of(DataType.DOUBLE, sizes);
        feeds.put(b.input(name, type), drawn(random, type, low, high));
      } else {
        b.initializer(name, (Tensor) input);
      }
      names.add(name);
    }
    var y =
        b.op("it", type, outputs, new Attributes(attributes), names.toArray(String[]::new))
            .get(read);
    var typed = TypeInference.infer(b.build());
    assertEquals(List.of(), typed.problems());
    var weights = drawn(random, Objects.requireNonNull(typed.type(y)), -1, 1);
    var product = b.op("Mul", y, b.initializer("weights", weights));
    var loss =
        b.op("ReduceSum", new Attributes(Map.of("keepdims", new Attribute.IntValue(0))), product);
    b.output(loss);
    var types = TypeInference.infer(b.build());
    var back = Differentiated.of(types, loss, feeds.keySet());
    var backTypes = TypeInference.infer(back.network());
    assertEquals(List.of(), backTypes.problems());
    var made = NetworkEvaluation.run(back.network(), feeds);
    assertEquals(feeds.keySet(), back.gradients().keySet());
    int place = 1;
    for (var name : feeds.keySet()) {
      var x = Objects.requireNonNull(feeds.get(name));
      var gradient = made.get(place++);
      assertEquals(x.type(), gradient.type());
      for (long i = 0; i < x.elementCount(); i++) {
        double here = x.doubleAt(i);
        x.setDouble(i, here + STEP);
        double more = NetworkEvaluation.run(types.network(), feeds).getFirst().doubleAt(0);
        x.setDouble(i, here - STEP);
        double less = NetworkEvaluation.run(types.network(), feeds).getFirst().doubleAt(0);
        x.setDouble(i, here);
        double expected = (more - less) / (2 * STEP);
        assertEquals(
            expected,
            gradient.doubleAt(i),
            1e-7 * Math.max(1, Math.abs(expected)),
            name + " at " + i);
      }
    }
  }

  private static Tensor drawn(Random random, TensorType type, double low, double high) {
    var tensor = Tensor.allocate(type);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, low + random.nextDouble() * (high - low));
    }
    return tensor;
  }
}
