package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers whose weights are computed or fed, as in training, over random geometry, against the
/// operators' own kernels: |difference| at most 1e-4 + 1e-4·|expected|.
class ChangingWeightsTest {
  private static final double TOLERANCE = 1e-4;
  private static final int CASES = 60;

  static Stream<Arguments> networks() {
    return IntStream.range(0, CASES)
        .boxed()
        .flatMap(seed ->
            Stream.of(
                convolution(seed, false),
                convolution(seed, true),
                weightGradient(seed),
                poolGradient(seed),
                normalization(seed),
                product(seed)))
        .map(network -> Arguments.of(network.name(), network));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void agreesWithTheReferenceKernels(String name, Network network) {
    var expected = run(new ReferenceBackend(), network, Passes.NONE);
    compare(name, expected, run(new CpuBackend(), network, Passes.NONE));
    compare(name, expected, run(new CpuBackend(), network, Passes.ALL));
    var lacking = new CpuBackend("dnnl_reorder_primitive_desc_create"::equals);
    compare(name + " without the library", expected, run(lacking, network, Passes.ALL));
  }

  private static double[] run(Backend backend, Network network, Passes passes) {
    var outputs = ProgramRunner.run(backend, ProgramRunner.lower(network, passes, Map.of()), 5);
    return outputs.stream()
        .flatMapToDouble(
            output -> IntStream.range(0, (int) output.elementCount()).mapToDouble(output::doubleAt))
        .toArray();
  }

  private static void compare(String what, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      double allowed = TOLERANCE + TOLERANCE * Math.abs(expected[i]);
      assertTrue(
          Math.abs(expected[i] - actual[i]) <= allowed,
          what + ": element " + i + " is " + actual[i] + ", not " + expected[i]);
    }
  }

  /// A convolution's sizes: some channels fill rows of vectors and some do not.
  private record Geometry(int groups, int sources, int results, int axes, Attributes attributes) {
    static Geometry of(SplittableRandom random) {
      int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
      int sources = groups * pick(random, 1, 2, 3, 5, 8, 16);
      int results = groups * pick(random, 1, 3, 4, 8, 16);
      int axes = 1 + random.nextInt(2);
      var strides = new long[axes];
      var dilations = new long[axes];
      var pads = new long[2 * axes];
      for (int axis = 0; axis < axes; axis++) {
        strides[axis] = 1 + random.nextInt(3);
        dilations[axis] = 1 + random.nextInt(2);
        pads[axis] = random.nextInt(2);
        pads[axis + axes] = random.nextInt(2);
      }
      var attributes =
          Attributes.NONE
              .with("group", new Attribute.IntValue(groups))
              .with("strides", Attribute.Ints.of(strides))
              .with("dilations", Attribute.Ints.of(dilations))
              .with("pads", Attribute.Ints.of(pads));
      return new Geometry(groups, sources, results, axes, attributes);
    }

    /// @param rows first axes
    Shape shape(SplittableRandom random, int first, int second, int least) {
      var sizes = new long[axes + 2];
      sizes[0] = first;
      sizes[1] = second;
      for (int axis = 2; axis < sizes.length; axis++) {
        sizes[axis] = least + random.nextInt(4);
      }
      return Shape.of(sizes);
    }
  }

  private static int pick(SplittableRandom random, int... of) {
    return of[random.nextInt(of.length)];
  }

  private static Network convolution(int seed, boolean turned) {
    var random = new SplittableRandom(seed);
    var geometry = Geometry.of(random);
    var type = turned ? "ConvTranspose" : "Conv";
    var b = new NetworkBuilder(type + " " + seed);
    var x = b.input("x", geometry.shape(random, 1 + random.nextInt(3), geometry.sources(), 8));
    int groups = geometry.groups();
    var sizes =
        turned
            ? geometry.shape(random, geometry.sources(), geometry.results() / groups, 1)
            : geometry.shape(random, geometry.results(), geometry.sources() / groups, 1);
    var w = b.op("Mul", b.input("w", sizes), b.input("by", Shape.of(1)));
    var attributes = geometry.attributes();
    if (turned && random.nextBoolean()) {
      var rest = new long[geometry.axes()];
      var strides = Objects.requireNonNull(attributes.ints("strides"));
      for (int axis = 0; axis < rest.length; axis++) {
        rest[axis] = random.nextLong(strides[axis]);
      }
      attributes = attributes.with("output_padding", Attribute.Ints.of(rest));
    }
    var y =
        random.nextBoolean()
            ? b.op(type, attributes, x, w, b.input("b", Shape.of(geometry.results())))
            : b.op(type, attributes, x, w);
    b.output(random.nextBoolean() ? b.op("Relu", y) : y);
    return b.build();
  }

  private static Network weightGradient(int seed) {
    var random = new SplittableRandom(seed);
    var geometry = Geometry.of(random);
    int batch = 1 + random.nextInt(3);
    var x = geometry.shape(random, batch, geometry.sources(), 8);
    var w = geometry.shape(random, geometry.results(), geometry.sources() / geometry.groups(), 1);
    var forward = new NetworkBuilder("forward");
    var y = forward.op("Conv", geometry.attributes(), forward.input("x", x), forward.input("w", w));
    forward.output(y);
    var made = Objects.requireNonNull(TypeInference.infer(forward.build()).type(y)).knownShape();
    var b = new NetworkBuilder("ConvWeightGradient " + seed);
    var kernel = new long[geometry.axes()];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = w.size(axis + 2);
    }
    b.output(
        b.op(
                "gradient",
                Fused.DOMAIN,
                "ConvWeightGradient",
                1,
                geometry
                    .attributes()
                    .with("shape", Attribute.Ints.of(w.sizes()))
                    .with("kernel_shape", Attribute.Ints.of(kernel)),
                b.input("x", x),
                b.input("dy", made))
            .getFirst());
    return b.build();
  }

  /// What comes back may lie in blocks of channels, behind a convolution.
  private static Network poolGradient(int seed) {
    var random = new SplittableRandom(seed);
    int axes = 1 + random.nextInt(3);
    var kernel = new long[axes];
    var strides = new long[axes];
    var pads = new long[2 * axes];
    var sizes = new long[axes + 2];
    sizes[0] = 1 + random.nextInt(3);
    sizes[1] = pick(random, 1, 3, 8, 16);
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = 1 + random.nextInt(3);
      strides[axis] = 1 + random.nextInt(3);
      pads[axis] = random.nextLong(kernel[axis]);
      pads[axis + axes] = random.nextLong(kernel[axis]);
      sizes[axis + 2] = 4 + random.nextInt(5);
    }
    var attributes =
        Attributes.NONE
            .with("kernel_shape", Attribute.Ints.of(kernel))
            .with("strides", Attribute.Ints.of(strides))
            .with("pads", Attribute.Ints.of(pads))
            .with("ceil_mode", new Attribute.IntValue(random.nextInt(2)))
            .with("count_include_pad", new Attribute.IntValue(random.nextInt(2)));
    var forward = new NetworkBuilder("forward");
    var y = forward.op("AveragePool", attributes, forward.input("x", Shape.of(sizes)));
    forward.output(y);
    var made = Objects.requireNonNull(TypeInference.infer(forward.build()).type(y)).knownShape();
    var b = new NetworkBuilder("AveragePoolGradient " + seed);
    var dy = b.input("dy", made);
    if (random.nextBoolean()) {
      var point =
          Shape.of(
              LongStream.concat(
                      LongStream.of(sizes[1], sizes[1]), LongStream.generate(() -> 1).limit(axes))
                  .toArray());
      dy = b.op("Conv", dy, b.input("w", point));
    }
    b.output(
        b.op(
                "gradient",
                Fused.DOMAIN,
                "AveragePoolGradient",
                1,
                attributes,
                b.input("x", Shape.of(sizes)),
                dy)
            .getFirst());
    return b.build();
  }

  /// Scale and shift change, one of them or both; the statistics do not.
  private static Network normalization(int seed) {
    var random = new SplittableRandom(seed);
    var b = new NetworkBuilder("BatchNormalization " + seed);
    int channels = pick(random, 1, 3, 8, 16, 20);
    var x = b.input("x", Shape.of(1 + random.nextInt(3), channels, 2 + random.nextInt(5), 3));
    var fixed = Tensor.allocate(TensorType.of(DataType.FLOAT, channels));
    for (int channel = 0; channel < channels; channel++) {
      fixed.setDouble(channel, 0.1 + random.nextDouble());
    }
    var constant = b.initializer("fixed", fixed);
    int changing = random.nextInt(3);
    var scale = changing == 1 ? constant : b.input("scale", Shape.of(channels));
    var shift = changing == 2 ? constant : b.input("shift", Shape.of(channels));
    var y = b.op("BatchNormalization", x, scale, shift, constant, constant);
    b.output(random.nextBoolean() ? b.op("Relu", y) : y);
    return b.build();
  }

  private static Network product(int seed) {
    var random = new SplittableRandom(seed);
    int rows = 1 + random.nextInt(9);
    int depth = 1 + random.nextInt(20);
    int columns = 1 + random.nextInt(20);
    boolean left = random.nextBoolean();
    boolean right = random.nextBoolean();
    var b = new NetworkBuilder("Gemm " + seed);
    var a = b.input("a", left ? Shape.of(depth, rows) : Shape.of(rows, depth));
    var w = b.input("w", right ? Shape.of(columns, depth) : Shape.of(depth, columns));
    var attributes =
        Attributes.NONE
            .with("transA", new Attribute.IntValue(left ? 1 : 0))
            .with("transB", new Attribute.IntValue(right ? 1 : 0));
    var y =
        switch (random.nextInt(4)) {
          case 0 -> b.op("Gemm", attributes, a, w);
          case 1 -> b.op("Gemm", attributes, a, w, b.input("c", Shape.of(rows, columns)));
          case 2 -> b.op("Gemm", attributes, a, w, b.input("c", Shape.of(1, columns)));
          default -> b.op("Gemm", attributes, a, w, b.input("c", Shape.of(columns)));
        };
    b.output(random.nextBoolean() ? b.op("Relu", y) : y);
    return b.build();
  }
}
