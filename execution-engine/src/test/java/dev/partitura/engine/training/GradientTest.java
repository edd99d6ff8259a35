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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every gradient that an operator states against central differences of its reference kernel in
/// float64, over several shapes.
class GradientTest {
  private static final double STEP = 1e-5;

  /// One op.
  ///
  /// @param inputs sizes of what is drawn between `low` and `high`, or the tensor that is given
  private record Case(
      String type,
      List<Object> inputs,
      Map<String, Attribute> attributes,
      int opset,
      double low,
      double high) {
    static Case of(String type, Object... inputs) {
      return new Case(type, List.of(inputs), Map.of(), 17, -2, 2);
    }

    Case with(String name, Object value) {
      var more = new LinkedHashMap<>(attributes);
      more.put(
          name,
          switch (value) {
            case Integer number -> new Attribute.IntValue(number);
            case Float number -> new Attribute.FloatValue(number);
            case String text -> new Attribute.StringValue(text);
            case long[] numbers -> Attribute.Ints.of(numbers);
            default -> throw new IllegalArgumentException(value.toString());
          });
      return new Case(type, inputs, more, opset, low, high);
    }

    Case between(double from, double to) {
      return new Case(type, inputs, attributes, opset, from, to);
    }

    Case under(int version) {
      return new Case(type, inputs, attributes, version, low, high);
    }

    @Override
    public String toString() {
      var shapes =
          inputs.stream()
              .map(input -> input instanceof long[] sizes ? Arrays.toString(sizes) : "·")
              .toList();
      return type + shapes + attributes + " under " + opset;
    }
  }

  private static long[] s(long... sizes) {
    return sizes;
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(values, values.length);
  }

  private static Tensor doubles(double... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.DOUBLE, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  private static Stream<Case> elementwise() {
    var cases = new ArrayList<Case>();
    for (var type :
        List.of(
            "Neg",
            "Exp",
            "Sigmoid",
            "Tanh",
            "Relu",
            "Abs",
            "Sin",
            "Cos",
            "Softplus",
            "Identity",
            "LeakyRelu",
            "Erf")) {
      cases.add(Case.of(type, s(3, 4)));
      cases.add(Case.of(type, s()));
      cases.add(Case.of(type, s(2, 1, 3)).under(9));
    }
    for (var type : List.of("Log", "Sqrt", "Reciprocal")) {
      cases.add(Case.of(type, s(3, 4)).between(0.3, 2));
    }
    cases.add(Case.of("LeakyRelu", s(7)).with("alpha", 0.3f));
    cases.add(Case.of("Gelu", s(3, 4)).under(20));
    cases.add(Case.of("Gelu", s(9)).with("approximate", "tanh").under(20));
    for (var type : List.of("Add", "Sub", "Mul", "Div", "Pow")) {
      cases.add(Case.of(type, s(3, 4), s(3, 4)).between(0.5, 2));
      cases.add(Case.of(type, s(3, 4), s(4)).between(0.5, 2));
      cases.add(Case.of(type, s(3, 1), s(2, 1, 4)).between(0.5, 2));
      cases.add(Case.of(type, s(), s(2, 3)).between(0.5, 2).under(11));
    }
    cases.add(Case.of("Pow", s(3, 2), longs(3)));
    cases.add(Case.of("Cast", s(3, 2)).with("to", DataType.DOUBLE.onnxCode()));
    return cases.stream();
  }

  private static Stream<Case> moving() {
    var mask = Tensor.allocate(TensorType.of(DataType.BOOL, 3, 1));
    mask.setLong(1, 1);
    return Stream.of(
        Case.of("Reshape", s(2, 6), longs(3, -1)),
        Case.of("Flatten", s(2, 3, 2)),
        Case.of("Flatten", s(2, 3, 2)).with("axis", 0),
        Case.of("Squeeze", s(2, 1, 3), longs(1)),
        Case.of("Squeeze", s(2, 1, 3)).with("axes", s(1)).under(11),
        Case.of("Unsqueeze", s(2, 3), longs(0, 3)),
        Case.of("Transpose", s(2, 3, 4)),
        Case.of("Transpose", s(2, 3, 4)).with("perm", s(1, 2, 0)),
        Case.of("Expand", s(3, 1), longs(2, 3, 4)),
        Case.of("Where", mask, s(3, 2), s(2)),
        Case.of("Concat", s(2, 3), s(2, 1), s(2, 2)).with("axis", 1),
        Case.of("Concat", s(2, 3), s(1, 3)).with("axis", -2).under(11),
        Case.of("Gather", s(4, 3), longs(1, 1, -1)),
        Case.of("Gather", s(2, 5, 2), longs(4, 0)).with("axis", 1));
  }

  private static Stream<Case> reducing() {
    return Stream.of(
        Case.of("ReduceSum", s(2, 3, 2)),
        Case.of("ReduceSum", s(2, 3, 2), longs(1)).with("keepdims", 0),
        Case.of("ReduceSum", s(2, 3)).with("axes", s(-1)).under(11),
        Case.of("ReduceMean", s(2, 3, 2)).with("axes", s(0, 2)).with("keepdims", 0),
        Case.of("ReduceMean", s(2, 3), longs(1)).under(18),
        Case.of("Softmax", s(3, 4)),
        Case.of("Softmax", s(2, 3, 2)).with("axis", 1),
        Case.of("Softmax", s(2, 3, 2)).with("axis", 1).under(11),
        Case.of("LogSoftmax", s(3, 4)),
        Case.of("LogSoftmax", s(2, 3, 2)).with("axis", 0),
        Case.of("LogSoftmax", s(2, 3, 2)).under(11),
        Case.of("LayerNormalization", s(2, 3, 4), s(4), s(4)),
        Case.of("RMSNormalization", s(2, 3, 4), s(4)).under(23),
        Case.of("RMSNormalization", s(2, 3, 4), s(3, 4)).with("axis", 1).under(23),
        Case.of("RMSNormalization", s(2, 4), s(4)).with("epsilon", 0.1f).under(23),
        Case.of("LayerNormalization", s(2, 3, 4), s(3, 4)).with("axis", 1),
        Case.of("LayerNormalization", s(2, 4), s(4), s(4)).with("epsilon", 0.1f),
        Case.of("BatchNormalization", s(3, 2, 4), s(2), s(2), doubles(0.1, 0.2), doubles(1, 2)),
        Case.of("BatchNormalization", s(5, 2), s(2), s(2), doubles(0, 0), doubles(1, 1))
            .with("training_mode", 1));
  }

  private static Stream<Case> products() {
    return Stream.of(
        Case.of("MatMul", s(3, 4), s(4, 2)),
        Case.of("MatMul", s(4), s(4, 2)),
        Case.of("MatMul", s(3, 4), s(4)),
        Case.of("MatMul", s(4), s(4)),
        Case.of("MatMul", s(2, 3, 4), s(4, 2)),
        Case.of("MatMul", s(3, 4), s(2, 4, 2)),
        Case.of("MatMul", s(2, 1, 3, 4), s(5, 4, 2)),
        Case.of("MatMul", s(2, 3, 4), s(4)).under(11),
        Case.of("Gemm", s(3, 4), s(4, 2), s(2)),
        Case.of("Gemm", s(3, 4), s(4, 2), s(3, 1)).with("alpha", 0.5f).with("beta", 2f),
        Case.of("Gemm", s(4, 3), s(2, 4)).with("transA", 1).with("transB", 1),
        Case.of("Gemm", s(3, 4), s(2, 4), s()).with("transB", 1));
  }

  private static Stream<Case> windows() {
    return Stream.of(
        Case.of("Conv", s(2, 3, 5), s(4, 3, 3), s(4)),
        Case.of("Conv", s(1, 2, 5, 6), s(3, 2, 3, 2)).with("pads", s(1, 0, 1, 1)),
        Case.of("Conv", s(2, 2, 7, 8), s(2, 2, 3, 3)).with("strides", s(2, 3)),
        Case.of("Conv", s(1, 4, 6, 6), s(6, 2, 3, 3), s(6)).with("group", 2),
        Case.of("Conv", s(1, 3, 6, 6), s(3, 1, 3, 3))
            .with("group", 3)
            .with("auto_pad", "SAME_UPPER")
            .with("strides", s(2, 2)),
        Case.of("Conv", s(1, 1, 9), s(2, 1, 3)).with("dilations", s(2)).with("strides", s(2)),
        Case.of("Conv", s(1, 1, 4, 4, 4), s(2, 1, 2, 2, 2)),
        Case.of("ConvTranspose", s(1, 2, 4), s(2, 3, 3), s(3)),
        Case.of("ConvTranspose", s(1, 2, 3, 3), s(2, 2, 3, 3))
            .with("strides", s(2, 2))
            .with("pads", s(1, 1, 1, 1))
            .with("output_padding", s(1, 1)),
        Case.of("ConvTranspose", s(1, 4, 3, 3), s(4, 1, 2, 2)).with("group", 2),
        Case.of("MaxPool", s(2, 2, 6, 6)).with("kernel_shape", s(2, 2)).with("strides", s(2, 2)),
        Case.of("MaxPool", s(1, 2, 7))
            .with("kernel_shape", s(3))
            .with("pads", s(1, 1))
            .with("strides", s(2)),
        Case.of("AveragePool", s(2, 1, 5, 5))
            .with("kernel_shape", s(3, 2))
            .with("pads", s(1, 0, 1, 1)),
        Case.of("AveragePool", s(1, 1, 6, 6))
            .with("kernel_shape", s(3, 3))
            .with("pads", s(1, 1, 1, 1))
            .with("strides", s(2, 2))
            .with("count_include_pad", 1),
        Case.of("GlobalAveragePool", s(2, 3, 4, 2)));
  }

  private static Stream<Case> losses() {
    var labels = longs(2, 0, 1);
    return Stream.of(
        Case.of("SoftmaxCrossEntropyLoss", s(3, 4), labels),
        Case.of("SoftmaxCrossEntropyLoss", s(3, 4), labels).with("reduction", "sum"),
        Case.of("SoftmaxCrossEntropyLoss", s(3, 4), labels)
            .with("reduction", "none")
            .with("ignore_index", 0),
        Case.of("SoftmaxCrossEntropyLoss", s(3, 4), labels, doubles(1, 2, 3, 4)),
        Case.of(
            "SoftmaxCrossEntropyLoss", s(2, 3, 2), Tensor.ofLongs(new long[] {2, 0, 1, 1}, 2, 2)),
        Case.of("NegativeLogLikelihoodLoss", s(3, 4), labels, doubles(1, 2, 3, 4))
            .with("ignore_index", 1),
        Case.of("Dropout", s(3, 4)));
  }

  @TestFactory
  Stream<DynamicTest> statedGradientsAreThoseOfTheKernels() {
    return Stream.of(elementwise(), moving(), reducing(), products(), windows(), losses())
        .flatMap(each -> each)
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static void check(Case of) {
    var random = new Random(7);
    var b = new NetworkBuilder("one").opset(of.opset());
    var feeds = new LinkedHashMap<String, Tensor>();
    var names = new ArrayList<String>();
    for (var input : of.inputs()) {
      var name = "x" + names.size();
      if (input instanceof long[] sizes) {
        var type = TensorType.of(DataType.DOUBLE, sizes);
        feeds.put(b.input(name, type), drawn(random, type, of.low(), of.high()));
      } else {
        b.initializer(name, (Tensor) input);
      }
      names.add(name);
    }
    int outputs = of.attributes().containsKey("training_mode") ? 3 : 1;
    var y =
        b.op(
                "it",
                of.type(),
                outputs,
                new Attributes(of.attributes()),
                names.toArray(String[]::new))
            .getFirst();
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
