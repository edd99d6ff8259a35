package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a limit of oneDNN, a fusion or the size of a batch must not change.
class LimitsAndBitsTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 512, 513, 1000, 3000})
  void anyNumberOfPartsIsJoined(int count) {
    var b = new NetworkBuilder("wide");
    var x = b.input("x", Shape.of(2, 3));
    var parts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      parts.add(x);
    }
    b.output(
        b.op(
            "Concat",
            Attributes.NONE.with("axis", new Attribute.IntValue(1)),
            parts.toArray(String[]::new)));
    var y = run(b.build(), Passes.ALL, Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    assertEquals(2 * 3 * count, y.length);
    for (int i = 0; i < y.length; i++) {
      assertEquals(i % 3 + 1 + (i < 3 * count ? 0 : 3), y[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 7, 8, 13})
  void anyNumberOfAxes(int rank) {
    var sizes = new long[rank];
    Arrays.fill(sizes, 1);
    sizes[0] = 3;
    sizes[rank - 1] = 5;
    var b = new NetworkBuilder("axes");
    var x = b.input("x", Shape.of(sizes));
    var sum = b.op("Add", x, b.initializer("c", random(5)));
    var turned = b.op("Transpose", b.op("Softmax", b.op("Sigmoid", sum)));
    b.output(
        b.op("Concat", Attributes.NONE.with("axis", new Attribute.IntValue(0)), turned, turned));
    assertSameAsReference(b.build(), random(sizes));
  }

  @Test
  void hugeStridesAndGapsAndWindowsOfPaddingAlone() {
    for (var type : List.of("MaxPool", "AveragePool")) {
      for (long[] setting : new long[][] {{3, 1, 1, 1}, {2, 9, 1, 1}, {2, 1, 7, 1}, {3, 5, 1, 2}}) {
        var b = new NetworkBuilder(type);
        b.output(
            b.op(
                type,
                Attributes.NONE
                    .with("kernel_shape", ints(setting[0], setting[0]))
                    .with("strides", ints(setting[1], setting[1]))
                    .with("dilations", ints(setting[2], setting[2]))
                    .with("pads", ints(setting[3], setting[3], setting[3], setting[3]))
                    .with("ceil_mode", new Attribute.IntValue(1)),
                b.input("x", Shape.of(1, 2, 9, 9))));
        assertSameAsReference(b.build(), random(1, 2, 9, 9));
      }
    }
  }

  @Test
  void aProductOverNothingIsZero() {
    var b = new NetworkBuilder("nothing");
    var x = b.input("x", Shape.of(3, 0));
    var nothing = b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, 0, 4)));
    b.output(b.op("Relu", b.op("MatMul", x, nothing)));
    var y = run(b.build(), Passes.ALL, Tensor.allocate(TensorType.of(DataType.FLOAT, 3, 0)));
    assertArrayEquals(new float[12], y);
  }

  @Test
  void fusionChangesNoBitOfElementwiseOps() {
    for (boolean shown : List.of(true, false)) {
      for (boolean halved : List.of(true, false)) {
        var x = random(7, 999);
        for (long i = 0; i < x.elementCount(); i++) {
          x.setFloat(i, x.floatAt(i) * 7);
        }
        assertArrayEquals(
            run(gelu(false, halved), Passes.NONE, x), run(gelu(shown, halved), Passes.ALL, x));
      }
    }
  }

  /// `x · ½ · (1 + erf(x / √2))`, on wish with the inner sum as a further output.
  private static Network gelu(boolean shown, boolean halved) {
    var b = new NetworkBuilder("gelu");
    var x = b.input("x", Shape.of(7, 999));
    var erf = b.op("Erf", b.op("Div", x, number(b, (float) Math.sqrt(2))));
    var sum = b.op("Add", erf, number(b, 1));
    b.output(
        halved
            ? b.op("Mul", b.op("Mul", x, number(b, 0.5f)), sum)
            : b.op("Mul", b.op("Mul", x, sum), number(b, 0.5f)));
    if (shown) {
      b.output(sum);
    }
    return b.build();
  }

  @Test
  void zerosKeepTheirSigns() {
    var b = new NetworkBuilder("signs");
    var x = b.input("x", Shape.of(2));
    var product = b.op("MatMul", b.op("Reshape", x, longs(b, 2, 1)), number2d(b));
    b.output(b.op("Reciprocal", b.op("Neg", x)));
    b.output(b.op("Reciprocal", b.op("Mul", x, number(b, 2))));
    b.output(b.op("Reciprocal", b.op("Neg", product)));
    var x0 = Tensor.ofFloats(new float[] {0f, -0f}, 2);
    for (var passes : List.of(Passes.NONE, Passes.ALL)) {
      var lowered = ProgramRunner.lower(b.build(), passes, Map.of());
      var got = ProgramRunner.run(new CpuBackend(), lowered, List.of(x0));
      float infinity = Float.POSITIVE_INFINITY;
      assertArrayEquals(new float[] {-infinity, infinity}, got.get(0).toFloats());
      assertArrayEquals(new float[] {infinity, -infinity}, got.get(1).toFloats());
      assertArrayEquals(new float[] {-infinity, -infinity}, got.get(2).toFloats());
    }
  }

  /// One row alone is summed in the same order as among others, where oneDNN has its packed
  /// products (from AVX2 on). With AVX-512 it may cut deep sums elsewhere for one row than for
  /// many, as large as the caches are; these are equal but for rounding.
  @ParameterizedTest
  @ValueSource(ints = {3, 64, 100, 784, 2048, 5000})
  void oneRowGivesTheBitsOfMany(int depth) {
    Assumptions.assumeTrue(
        (OneDnn.call("dnnl_get_effective_cpu_isa") & 0x4) != 0,
        "Skipped: this processor has no AVX2");
    boolean isWide = (OneDnn.call("dnnl_get_effective_cpu_isa") & 0x20) != 0;
    float rounding = isWide && depth > 1024 ? 1e-4f : 0;
    for (int columns : new int[] {1, 10, 129}) {
      var x = random(8, depth);
      var whole = run(product(8, depth, columns), Passes.ALL, x);
      for (int row = 0; row < 8; row++) {
        var one = Arrays.copyOfRange(x.toFloats(), row * depth, (row + 1) * depth);
        assertArrayEquals(
            Arrays.copyOfRange(whole, row * columns, (row + 1) * columns),
            run(product(1, depth, columns), Passes.ALL, Tensor.ofFloats(one, 1, depth)),
            rounding);
      }
    }
  }

  private static Network product(int rows, int depth, int columns) {
    var b = new NetworkBuilder("product");
    var x = b.input("x", Shape.of(rows, depth));
    var w = b.initializer("w", random(depth, columns));
    b.output(b.op("Relu", b.op("Add", b.op("MatMul", x, w), b.initializer("b", random(columns)))));
    return b.build();
  }

  private static void assertSameAsReference(Network network, Tensor x) {
    var lowered = ProgramRunner.lower(network, Passes.NONE, Map.of());
    var expected = ProgramRunner.run(new ReferenceBackend(), lowered, List.of(x)).getFirst();
    assertArrayEquals(expected.toFloats(), run(network, Passes.ALL, x), 1e-5f);
  }

  private static float[] run(Network network, Passes passes, Tensor x) {
    var lowered = ProgramRunner.lower(network, passes, Map.of());
    return ProgramRunner.run(new CpuBackend(), lowered, List.of(x)).getFirst().toFloats();
  }

  private static Attribute.Ints ints(Long... numbers) {
    return new Attribute.Ints(List.of(numbers));
  }

  private static String number(NetworkBuilder b, float number) {
    return b.initializer("n" + number, Tensor.ofFloats(new float[] {number}).reshaped(Shape.of()));
  }

  private static String number2d(NetworkBuilder b) {
    return b.initializer("w", Tensor.ofFloats(new float[] {1}, 1, 1));
  }

  private static String longs(NetworkBuilder b, long... numbers) {
    return b.initializer("sizes", Tensor.ofLongs(numbers, numbers.length));
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
