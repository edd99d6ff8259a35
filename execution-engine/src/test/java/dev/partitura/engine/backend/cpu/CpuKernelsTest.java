package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kernel of oneDNN against the operator's own, unfused and fused: |difference| at most 1e-4
/// + 1e-4·|expected|.
class CpuKernelsTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void agreesWithTheReferenceKernels(String name, Network network) {
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 7);
    for (var passes : List.of(Passes.NONE, Passes.ALL)) {
      var actual =
          ProgramRunner.run(new CpuBackend(), ProgramRunner.lower(network, passes, Map.of()), 7);
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSame(expected.get(i), actual.get(i), name + " " + passes);
      }
    }
  }

  private static void assertSame(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.type(), actual.type(), what);
    for (long i = 0; i < expected.elementCount(); i++) {
      double difference = Math.abs(expected.doubleAt(i) - actual.doubleAt(i));
      double allowed = TOLERANCE + TOLERANCE * Math.abs(expected.doubleAt(i));
      assertTrue(
          difference <= allowed,
          what + ": element " + i + " is " + actual.doubleAt(i) + ", not " + expected.doubleAt(i));
    }
  }

  @Test
  void aResidualBlockIsOneStepForEachConvolution() {
    var lowered = ProgramRunner.lower(residualBlock(1), Passes.ALL, Map.of());
    var program = new CpuBackend().choose(lowered);
    assertEquals(2, program.steps().stream().filter(step -> step.type().equals("Conv")).count());
    assertTrue(
        program.steps().stream().map(Step::type).allMatch(List.of("Conv", "Reorder")::contains));
  }

  @Test
  void opsOfDifferentStagesAreNotJoined() {
    var network = residualBlock(1);
    var stages = Map.of(network.ops().getLast().id(), 1);
    var lowered = ProgramRunner.lower(network, Passes.ALL, stages);
    var program = new CpuBackend().choose(lowered);
    assertTrue(
        program.steps().stream().anyMatch(step -> step.type().equals("Relu") && step.stage() == 1));
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 3);
    assertSame(
        expected.getFirst(), ProgramRunner.run(new CpuBackend(), lowered, 3).getFirst(), "staged");
  }

  @Test
  void partsOfOneSampleAreJoinedInPlace() {
    var program =
        new CpuBackend().choose(ProgramRunner.lower(nestedBranches(1), Passes.ALL, Map.of()));
    assertFalse(program.steps().stream().anyMatch(step -> step.type().equals("Concat")));
    program = new CpuBackend().choose(ProgramRunner.lower(nestedBranches(2), Passes.ALL, Map.of()));
    assertEquals(2, program.steps().stream().filter(step -> step.type().equals("Concat")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task=2", "pipeline=2,micro-batches=1"})
  void partsJoinedInPlaceSurviveTheReuseOfMemory(String preset) {
    assertSameUnder(preset, nestedBranches(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task=2", "pipeline=2,micro-batches=1"})
  void sumsInPlaceSurviveTheReuseOfMemory(String preset) {
    assertSameUnder(preset, residualChain(true));
    assertSameUnder(preset, residualChain(false));
  }

  @Test
  void aSumReusesTheMemoryOfItsLastOperand() {
    var program =
        new CpuBackend().choose(ProgramRunner.lower(residualChain(false), Passes.ALL, Map.of()));
    assertEquals(
        2, program.slots().stream().filter(slot -> slot.isAlias() && !slot.plain()).count());
  }

  private static void assertSameUnder(String preset, Network network) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var request = new RunRequest(network, cluster, plan, 1, Map.of(), 5, 2, 0);
    var actual =
        new LoweringRunner(new LocalExecutor())
            .run(request, new Cancellation(), Progress.NONE)
            .outputs();
    var expected =
        new LoweringRunner(new LocalExecutor(), new ReferenceBackend())
            .run(request, new Cancellation(), Progress.NONE)
            .outputs();
    expected.forEach(
        (name, tensor) -> assertSame(tensor, Objects.requireNonNull(actual.get(name)), name));
  }

  @Test
  void aSpelledOutGeluIsOneStepBehindTheProduct() {
    var program = new CpuBackend().choose(ProgramRunner.lower(gelu(true), Passes.ALL, Map.of()));
    assertEquals(List.of("MatMul", "Div"), program.steps().stream().map(Step::type).toList());
    assertEquals(2, program.steps().getFirst().ops().size());
    assertEquals(5, program.steps().getLast().ops().size());
  }

  @Test
  void anOutputThatNobodyReadsCostsNothing() {
    var b = new NetworkBuilder("mask");
    var dropped =
        b.op("drop", "Dropout", 2, Attributes.NONE, b.op("Relu", b.input("x", Shape.of(2, 3))));
    b.output(b.op("Abs", dropped.getFirst()));
    var program = new CpuBackend().choose(ProgramRunner.lower(b.build(), Passes.ALL, Map.of()));
    assertEquals(List.of("Relu", "Abs"), program.steps().stream().map(Step::type).toList());
  }

  @Test
  void aViewIsNoStep() {
    var b = new NetworkBuilder("views");
    var x = b.input("x", Shape.of(2, 3, 4));
    b.output(b.op("Relu", b.op("Identity", b.op("Flatten", x))));
    var program = new CpuBackend().choose(ProgramRunner.lower(b.build(), Passes.ALL, Map.of()));
    assertFalse(program.steps().stream().anyMatch(step -> step.type().equals("Flatten")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void whatTheLibraryLacksIsComputedByTheOpsOwnKernel(String name, Network network) {
    var lowered = ProgramRunner.lower(network, Passes.ALL, Map.of());
    var lacking = new CpuBackend("dnnl_reorder_primitive_desc_create"::equals);
    var expected =
        ProgramRunner.run(
            new ReferenceBackend(), ProgramRunner.lower(network, Passes.NONE, Map.of()), 11);
    var actual = ProgramRunner.run(lacking, lowered, 11);
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), actual.get(i), name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,64,64",
    "1,3,16",
    "1,5,7",
    "64,64,64",
    "24,24,24",
    "2,16,32",
    "2,32,16",
    "2,6,10",
    "4,64,64",
    "8,64,64",
    "3,48,48",
    "32,128,128",
    "6,12,18",
    "5,20,40",
    "16,16,64",
    "10,100,10",
    "1,5,8",
    "1,8,7",
    "1,5,16",
    "1,3,7",
    "1,2,8",
    "1,12,1000",
    "1,1,1",
    "1,64,10",
    "3,3,3",
    "3,3,9",
    "5,5,5",
    "13,13,13"
  })
  void convolutionsAreDoneByFastKernels(int groups, int sources, int results) {
    var pads = Attributes.NONE.with("pads", ints(1, 1, 1, 1));
    var network = convolution("conv", 1, sources, 20, results, 3, groups, pads);
    var backend = new CpuBackend();
    var lowered = ProgramRunner.lower(network, Passes.NONE, Map.of());
    try (var loaded = backend.load(backend.choose(lowered))) {
      for (int step = 0; step < loaded.kernels().size(); step++) {
        if (loaded.program().steps().get(step).type().equals("Conv")) {
          var kernel = (PrimitiveKernel) loaded.kernels().get(step);
          assertFalse(kernel.implementation().startsWith("ref"), kernel.implementation());
        }
      }
    }
  }

  static Stream<Arguments> networks() {
    return Stream.of(
            Stream.of(
                residualBlock(1),
                residualBlock(3),
                residualChain(true),
                residualChain(false),
                normalized(),
                branches(),
                nestedBranches(1),
                nestedBranches(2),
                attention(),
                gelu(true),
                gelu(false),
                folded(),
                classifier()),
            convolutions(),
            pools(),
            products(),
            unaries(),
            binaries(),
            rest())
        .flatMap(stream -> stream)
        .map(network -> Arguments.of(network.name(), network));
  }

  private static Stream<Network> convolutions() {
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

  private static Network convolution(
      String name, int n, int c, int side, int m, int k, int groups, Attributes attributes) {
    var b = new NetworkBuilder(name);
    var x = b.input("x", Shape.of(n, c, side, side + 1));
    var w = b.initializer("w", random(m, c / groups, k, k));
    var bias = b.initializer("b", random(m));
    b.output(b.op("Relu", b.op("Conv", attributes.with("group", number(groups)), x, w, bias)));
    return b.build();
  }

  private static Network oneAxis() {
    var b = new NetworkBuilder("conv one axis");
    b.output(
        b.op(
            "Conv",
            Attributes.NONE,
            b.input("x", Shape.of(2, 6, 15)),
            b.initializer("w", random(9, 6, 4))));
    return b.build();
  }

  private static Network residualBlock(int batch) {
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
  private static Network residualChain(boolean early) {
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

  private static Network normalized() {
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

  private static Network branches() {
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

  private static Network nestedBranches(int batch) {
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

  private static Network gelu(boolean halfLast) {
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

  private static Network folded() {
    var b = new NetworkBuilder("constants behind ops");
    var x = b.input("x", Shape.of(2, 4, 6));
    var w = b.op("Transpose", b.initializer("w", random(5, 6)));
    b.output(b.op("MatMul", x, b.op("Add", w, b.initializer("s", random(5)))));
    b.output(w);
    return b.build();
  }

  private static Network attention() {
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

  private static String projected(NetworkBuilder b, String x, String name) {
    return b.op(
        "Add",
        b.op("MatMul", x, b.initializer("w" + name, random(24, 24))),
        b.initializer("b" + name, random(24)));
  }

  private static String transposed(NetworkBuilder b, String x, long... order) {
    return b.op("Transpose", Attributes.NONE.with("perm", ints(order)), x);
  }

  private static Network classifier() {
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

  private static Stream<Network> pools() {
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

  private static Stream<Network> products() {
    return Stream.of(
        product("product with weights", new long[] {2, 7, 12}, new long[] {12, 9}, true),
        product("product of matrices", new long[] {7, 12}, new long[] {12, 9}, false),
        product("product batched", new long[] {2, 3, 7, 12}, new long[] {3, 12, 9}, false),
        product("product broadcast", new long[] {7, 12}, new long[] {4, 12, 9}, false),
        product(
            "product with batched weights", new long[] {4, 7, 12}, new long[] {4, 12, 9}, true));
  }

  private static Network product(String name, long[] left, long[] right, boolean constant) {
    var b = new NetworkBuilder(name);
    var x = b.input("x", Shape.of(left));
    var y = constant ? b.initializer("y", random(right)) : b.input("y", Shape.of(right));
    b.output(b.op("Add", b.op("MatMul", x, y), b.initializer("bias", random(9))));
    return b.build();
  }

  private static Stream<Network> unaries() {
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

  private static Stream<Network> binaries() {
    return Stream.of("Add", "Sub", "Mul", "Div", "Max", "Min")
        .flatMap(type ->
            Stream.of(
                binary(type, new long[] {2, 4, 5}, new long[] {2, 4, 5}),
                binary(type, new long[] {2, 4, 5}, new long[] {5}),
                binary(type, new long[] {4, 1}, new long[] {2, 4, 5}),
                binary(type, new long[] {2, 1, 5}, new long[] {4, 1}),
                binary(type, new long[] {3, 4}, new long[] {})));
  }

  private static Network binary(String type, long[] left, long[] right) {
    var b = new NetworkBuilder(type + Arrays.toString(left) + Arrays.toString(right));
    var x = b.input("x", Shape.of(left));
    var y = b.op("Exp", b.input("y", Shape.of(right)));
    b.output(b.op("Relu", b.op(type, x, y)));
    b.output(b.op(type, x, b.initializer("c", positive(right))));
    return b.build();
  }

  private static Stream<Network> rest() {
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

  private static Network clipped() {
    var b = new NetworkBuilder("clip");
    var x = b.input("x", Shape.of(4, 9));
    var low = b.initializer("low", Tensor.ofFloats(new float[] {-0.25f}));
    b.output(b.op("Clip", x, low, b.initializer("high", Tensor.ofFloats(new float[] {0.5f}))));
    b.output(b.op("Clip", x, "", low));
    return b.build();
  }

  private static Network integers() {
    var b = new NetworkBuilder("integers");
    var x = b.input("x", TensorType.of(DataType.INT64, 5));
    b.output(b.op("Add", x, b.op("Shape", x)));
    return b.build();
  }

  private static Network unary(String name, String type, Attributes attributes, long... sizes) {
    var b = new NetworkBuilder(name);
    b.output(b.op(type, attributes, b.input("x", Shape.of(sizes))));
    return b.build();
  }

  private static Attributes window(long side) {
    return Attributes.NONE.with("kernel_shape", ints(side, side));
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(Arrays.stream(values).boxed().toList());
  }

  private static Attribute number(long value) {
    return new Attribute.IntValue(value);
  }

  private static Attribute decimal(float value) {
    return new Attribute.FloatValue(value);
  }

  private static Attribute text(String value) {
    return new Attribute.StringValue(value);
  }

  private static Tensor random(long... sizes) {
    return filled(-0.5, sizes);
  }

  /// Weights under which values keep their size from convolution to convolution.
  private static Tensor gentle(long... sizes) {
    var tensor = random(sizes);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, tensor.floatAt(i) * 0.2f);
    }
    return tensor;
  }

  private static Tensor positive(long... sizes) {
    return filled(0.5, sizes);
  }

  private static Tensor filled(double lowest, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    var random = new SplittableRandom(sizes.length);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble() + lowest);
    }
    return tensor;
  }
}
