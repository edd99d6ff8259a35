package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// NaN, infinities and sums that overflow go through every kernel as through the operator's own,
/// fused and not: the same places are NaN, the same infinite, others differ by rounding only.
class NotANumberTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final List<String> ACTIVATIONS =
      List.of(
          "Relu",
          "Clip",
          "LeakyRelu",
          "Abs",
          "Neg",
          "Sign",
          "Sigmoid",
          "Tanh",
          "Exp",
          "Softplus",
          "Mish",
          "Gelu",
          "Elu",
          "HardSigmoid",
          "HardSwish",
          "Sqrt",
          "Erf",
          "Max",
          "Min");

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void oddNumbersGoThrough(String name, Network network) {
    var shape = network.inputs().getFirst().type().knownShape();
    for (var odd :
        List.of(
            new float[] {NAN},
            new float[] {INFINITY},
            new float[] {-INFINITY},
            new float[] {NAN, INFINITY, -INFINITY},
            new float[] {})) {
      var x = input(shape, odd);
      var expected = run(new ReferenceBackend(), network, Passes.NONE, x);
      for (var passes : List.of(Passes.NONE, Passes.ALL)) {
        assertSame(
            expected, run(new CpuBackend(), network, passes, x), name + Arrays.toString(odd));
      }
    }
    // Whether such sums overflow depends on their order, which fusion does not change.
    var large = input(shape, new float[] {3e38f, -3e38f});
    assertSame(
        run(new CpuBackend(), network, Passes.NONE, large),
        run(new CpuBackend(), network, Passes.ALL, large),
        name + " large");
    var all = Tensor.allocate(network.inputs().getFirst().type());
    for (long i = 0; i < all.elementCount(); i++) {
      all.setFloat(i, NAN);
    }
    assertSame(
        run(new ReferenceBackend(), network, Passes.NONE, all),
        run(new CpuBackend(), network, Passes.ALL, all),
        name + " all NaN");
  }

  private static float[] run(Backend backend, Network network, Passes passes, Tensor x) {
    return ProgramRunner.run(backend, ProgramRunner.lower(network, passes, Map.of()), List.of(x))
        .getFirst()
        .toFloats();
  }

  private static void assertSame(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      boolean same =
          Float.isNaN(expected[i]) || Float.isInfinite(expected[i])
              ? Float.compare(expected[i], actual[i]) == 0
              : Math.abs(actual[i] - expected[i]) <= 1e-4 + 1e-4 * Math.abs(expected[i]);
      assertTrue(same, what + ": element " + i + " is " + actual[i] + ", not " + expected[i]);
    }
  }

  /// Small random numbers, every 29th from the seventh on replaced by the odd ones in turn.
  private static Tensor input(Shape shape, float[] odd) {
    var x = random(shape.sizes());
    for (long i = 7; i < x.elementCount() && odd.length > 0; i += 29) {
      x.setFloat(i, odd[(int) (i / 29 % odd.length)]);
    }
    return x;
  }

  static Stream<Arguments> networks() {
    var all = new ArrayList<Network>();
    for (var activation : ACTIVATIONS) {
      all.add(alone(activation));
      all.add(behindConvolution(activation, 16, 16));
      all.add(behindConvolution(activation, 5, 7));
      all.add(behindProduct(activation));
      all.add(behindGemm(activation));
      all.add(behindBatchedProduct(activation));
      all.add(behindSum(activation));
      all.add(behindNormalization(activation));
    }
    all.add(residual());
    all.add(deep());
    for (int axis = 0; axis < 3; axis++) {
      all.add(along("Softmax", axis));
      all.add(along("LogSoftmax", axis));
      all.add(along("Hardmax", axis));
    }
    all.add(pooled("MaxPool", 16));
    all.add(pooled("MaxPool", 3));
    all.add(pooled("AveragePool", 16));
    all.add(globallyPooled("GlobalMaxPool"));
    all.add(globallyPooled("GlobalAveragePool"));
    all.add(clippedAboveZero());
    return all.stream().map(network -> Arguments.of(network.name(), network));
  }

  private static String activation(NetworkBuilder b, String type, String x) {
    return switch (type) {
      case "Clip" -> b.op("Clip", x, number(b, -0.5f), number(b, 0.75f));
      case "Max" -> b.op("Max", x, number(b, 0.1f));
      case "Min" -> b.op("Min", number(b, 0.1f), x);
      default -> b.op(type, x);
    };
  }

  private static String number(NetworkBuilder b, float number) {
    return b.initializer("n" + number, Tensor.ofFloats(new float[] {number}).reshaped(Shape.of()));
  }

  private static Network alone(String type) {
    var b = new NetworkBuilder(type);
    b.output(activation(b, type, b.input("x", Shape.of(5, 300))));
    return b.build();
  }

  private static Network behindConvolution(String type, int channels, int filters) {
    var b = new NetworkBuilder(type + " behind a convolution to " + filters);
    var x = b.input("x", Shape.of(2, channels, 9, 8));
    var w = b.initializer("w", random(filters, channels, 3, 3));
    var bias = b.initializer("b", random(filters));
    b.output(activation(b, type, b.op("Conv", x, w, bias)));
    return b.build();
  }

  private static Network behindProduct(String type) {
    var b = new NetworkBuilder(type + " behind a product");
    var product = b.op("MatMul", b.input("x", Shape.of(6, 40)), b.initializer("w", random(40, 9)));
    b.output(activation(b, type, b.op("Add", product, b.initializer("b", random(9)))));
    return b.build();
  }

  private static Network behindGemm(String type) {
    var b = new NetworkBuilder(type + " behind Gemm");
    b.output(
        activation(
            b,
            type,
            b.op(
                "Gemm",
                b.input("x", Shape.of(6, 40)),
                b.initializer("w", random(40, 9)),
                b.initializer("b", random(9)))));
    return b.build();
  }

  private static Network behindBatchedProduct(String type) {
    var b = new NetworkBuilder(type + " behind a batched product");
    var x = b.input("x", Shape.of(2, 3, 5, 5));
    b.output(activation(b, type, b.op("MatMul", x, b.op("Abs", x))));
    return b.build();
  }

  private static Network behindSum(String type) {
    var b = new NetworkBuilder(type + " behind a sum");
    var sum = b.op("Add", b.input("x", Shape.of(6, 40)), b.initializer("w", random(40)));
    b.output(activation(b, type, sum));
    return b.build();
  }

  private static Network behindNormalization(String type) {
    var b = new NetworkBuilder(type + " behind a normalization");
    var variance = random(8);
    for (int i = 0; i < 8; i++) {
      variance.setFloat(i, 1 + variance.floatAt(i));
    }
    b.output(
        activation(
            b,
            type,
            b.op(
                "BatchNormalization",
                b.input("x", Shape.of(2, 8, 5, 5)),
                b.initializer("s", random(8)),
                b.initializer("h", random(8)),
                b.initializer("m", random(8)),
                b.initializer("v", variance))));
    return b.build();
  }

  private static Network residual() {
    var b = new NetworkBuilder("residual");
    var x = b.input("x", Shape.of(1, 16, 8, 8));
    var pads = Attributes.NONE.with("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)));
    var first = b.op("Relu", b.op("Conv", pads, x, b.initializer("w1", random(16, 16, 3, 3))));
    var second = b.op("Conv", pads, first, b.initializer("w2", random(16, 16, 3, 3)));
    b.output(b.op("Relu", b.op("Add", second, x)));
    return b.build();
  }

  /// So many layers that no bound of the first input holds for the last.
  private static Network deep() {
    var b = new NetworkBuilder("deep");
    var x = b.input("x", Shape.of(1, 16, 6, 6));
    for (int i = 0; i < 40; i++) {
      var w = random(16, 16, 1, 1);
      for (long k = 0; k < w.elementCount(); k++) {
        w.setFloat(k, w.floatAt(k) * 0.6f);
      }
      x = b.op("Relu", b.op("Conv", x, b.initializer("w" + i, w)));
    }
    b.output(x);
    return b.build();
  }

  private static Network along(String type, int axis) {
    var b = new NetworkBuilder(type + " along " + axis);
    var attributes = Attributes.NONE.with("axis", new Attribute.IntValue(axis));
    b.output(b.op(type, attributes, b.input("x", Shape.of(4, 7, 6))));
    return b.build();
  }

  private static Network pooled(String type, int channels) {
    var b = new NetworkBuilder(type + " of " + channels);
    var x = b.input("x", Shape.of(1, channels, 9, 9));
    var rows = b.op("Conv", x, b.initializer("w", random(channels, channels, 1, 1)));
    b.output(
        b.op(
            type,
            Attributes.NONE
                .with("kernel_shape", new Attribute.Ints(List.of(3L, 2L)))
                .with("strides", new Attribute.Ints(List.of(2L, 1L)))
                .with("pads", new Attribute.Ints(List.of(1L, 0L, 1L, 1L))),
            rows));
    return b.build();
  }

  private static Network globallyPooled(String type) {
    var b = new NetworkBuilder(type);
    b.output(b.op(type, b.input("x", Shape.of(2, 3, 4, 5))));
    return b.build();
  }

  /// A range without 0 behind rows of channels that are filled up with zeros.
  private static Network clippedAboveZero() {
    var b = new NetworkBuilder("clipped above zero");
    var x = b.input("x", Shape.of(1, 16, 6, 6));
    var five = b.op("Conv", x, b.initializer("w", random(5, 16, 1, 1)));
    var clipped = b.op("Clip", five, number(b, 1), number(b, 6));
    b.output(b.op("Conv", clipped, b.initializer("v", random(16, 5, 3, 3))));
    return b.build();
  }

  @Test
  void aNeighbourWithNaNChangesNoBit() {
    var network = behindConvolution("Relu", 16, 16);
    var x = random(2, 16, 9, 8);
    var alone = run(new CpuBackend(), network, Passes.ALL, x);
    x.setFloat(0, NAN);
    var beside = run(new CpuBackend(), network, Passes.ALL, x);
    int sample = alone.length / 2;
    assertArrayEquals(
        Arrays.copyOfRange(alone, sample, 2 * sample),
        Arrays.copyOfRange(beside, sample, 2 * sample));
    assertTrue(Float.isNaN(beside[0]));
  }

  private static Tensor random(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    var random = new SplittableRandom(Arrays.hashCode(sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, (float) (random.nextDouble() * 2 - 1));
    }
    return tensor;
  }
}
