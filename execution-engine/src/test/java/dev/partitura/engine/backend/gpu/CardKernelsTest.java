package dev.partitura.engine.backend.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Finding;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.Why;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.backend.catalogue.GpuDrivers;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.trace.Track;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a card computes against the operators' own kernels: |difference| at most 1e-4 +
/// 1e-4·|expected|. On whatever card the machine has, which may be a CPU that poses as one.
@Timeout(300)
class CardKernelsTest {
  private static final double TOLERANCE = 1e-4;
  private static final DeviceId CARD = new DeviceId("gpu0");

  @BeforeAll
  static void aCardIsThere() {
    assumeTrue(
        !GpuDrivers.cards().isEmpty(),
        () -> "Skipped: " + GpuDrivers.absences().stream().map(String::valueOf).toList());
  }

  private static Lowered lower(Network network, Cluster cluster, Plan plan) {
    return new Lowering().lower(network, cluster, plan, 0, Map.of(), null);
  }

  private static RunResult run(Lowered lowered, int repeats) {
    return run(lowered, Map.of(), repeats);
  }

  private static RunResult run(Lowered lowered, Map<String, Tensor> fed, int repeats) {
    return new LocalExecutor()
        .run(
            lowered,
            new Workload.ClosedRepeats(fed, 7, 0, repeats),
            new Cancellation(),
            Progress.NONE);
  }

  private static Map<String, Tensor> expected(Network network) {
    return expected(network, Map.of());
  }

  private static Map<String, Tensor> expected(Network network, Map<String, Tensor> fed) {
    var cluster = Clusters.workers(1);
    var plan = Plan.single(new DeviceId("cpu0")).withPasses(Passes.NONE);
    var lowered = new Lowering().lower(network, cluster, plan, 0, Map.of(), new ReferenceBackend());
    return run(lowered, fed, 1).outputs();
  }

  private static void assertSame(
      Map<String, Tensor> expected, Map<String, Tensor> actual, String what) {
    assertEquals(expected.keySet(), actual.keySet(), what);
    expected.forEach((name, wanted) -> {
      var given = Objects.requireNonNull(actual.get(name));
      assertEquals(wanted.type(), given.type(), what);
      for (long i = 0; i < wanted.elementCount(); i++) {
        double w = wanted.doubleAt(i);
        double g = given.doubleAt(i);
        boolean same =
            Double.isFinite(w)
                ? Math.abs(w - g) <= TOLERANCE + TOLERANCE * Math.abs(w)
                : Double.compare(w, g) == 0;
        assertTrue(same, what + ": element " + i + " is " + g + ", not " + w);
      }
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"dev.partitura.engine.backend.cpu.CpuKernelsTest#networks", "more"})
  void agreesWithTheReferenceKernels(String name, Network network) {
    var wanted = expected(network);
    for (var passes : List.of(Passes.NONE, Passes.ALL)) {
      var plan = Plan.single(CARD).withPasses(passes);
      var given = run(lower(network, Clusters.ofThisMachine("gpu:1"), plan), 2).outputs();
      assertSame(wanted, given, name + " " + passes);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.partitura.engine.backend.cpu.NotANumberTest#networks")
  void oddNumbersGoThrough(String name, Network network) {
    var type = network.inputs().getFirst().type();
    var x = Tensor.allocate(type);
    var odd = new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < x.elementCount(); i++) {
      x.setFloat(i, i % 29 == 7 ? odd[i / 29 % odd.length] : (float) Math.sin(i));
    }
    var fed = Map.of(network.inputs().getFirst().name(), x);
    var wanted = expected(network, fed);
    for (var passes : List.of(Passes.NONE, Passes.ALL)) {
      var plan = Plan.single(CARD).withPasses(passes);
      var lowered = lower(network, Clusters.ofThisMachine("gpu:1"), plan);
      assertSame(wanted, run(lowered, fed, 1).outputs(), name + " " + passes);
    }
  }

  @Test
  void dropoutInTrainingIsRefusedAsOnAWorker() {
    var b = new NetworkBuilder("dropping");
    var ratio = b.initializer("ratio", Tensor.ofFloats(new float[] {0.5f}).reshaped(Shape.of()));
    var training = Tensor.allocate(TensorType.of(DataType.BOOL));
    training.setLong(0, 1);
    b.output(
        b.op("Dropout", b.input("x", Shape.of(4)), ratio, b.initializer("training", training)));
    var lowered = lower(b.build(), Clusters.ofThisMachine("gpu:1"), Plan.single(CARD));
    var refusal = assertThrows(ProblemException.class, () -> run(lowered, 1));
    assertEquals("op.dropout.training", refusal.problems().getFirst().code());
  }

  static Stream<Arguments> more() {
    return Stream.of(
            unary("softmax over a middle axis", "Softmax", axis(1), 3, 5, 4),
            unary("softmax of one element", "Softmax", axis(-1), 7, 1),
            unary("softmax of a long row", "Softmax", axis(-1), 2, 1000),
            unary("log of softmax", "LogSoftmax", axis(-1), 3, 70),
            unary("transposed", "Transpose", Attributes.NONE, 3, 4, 5),
            unary("the last two turned", "Transpose", perm(0L, 2L, 1L), 3, 65, 7),
            unary("a scalar's root", "Tanh", Attributes.NONE),
            unary("nothing", "Relu", Attributes.NONE, 0, 3),
            binary("a column and a row", "Sub", new long[] {5, 1}, new long[] {1, 7}),
            binary("a channel's", "Mul", new long[] {2, 3, 4, 5}, new long[] {3, 1, 1}),
            binary("the second is larger", "Div", new long[] {4}, new long[] {3, 4}),
            binary("in the middle twice", "Add", new long[] {2, 3, 4}, new long[] {2, 1, 4}),
            binary("matrices", "MatMul", new long[] {65, 17}, new long[] {17, 66}),
            binary("stacks", "MatMul", new long[] {2, 3, 9, 8}, new long[] {2, 3, 8, 5}),
            binary("stacks repeated", "MatMul", new long[] {2, 1, 9, 8}, new long[] {3, 8, 5}),
            binary("a vector and a matrix", "MatMul", new long[] {8}, new long[] {2, 8, 5}),
            binary("a matrix and a vector", "MatMul", new long[] {4, 8}, new long[] {8}),
            binary("no inner sum", "MatMul", new long[] {3, 0}, new long[] {0, 2}),
            reduced("ReduceMean", 1),
            reduced("ReduceSum", 0, 1),
            reduced("ReduceMax", 2),
            reduced("ReduceMin", 1, 2),
            joined(),
            taken(),
            chosen(),
            cut(),
            slopeOfChannels(),
            normalizedByPlace())
        .map(network -> Arguments.of(network.name(), network));
  }

  private static Attributes axis(long axis) {
    return new Attributes(Map.of("axis", new Attribute.IntValue(axis)));
  }

  private static Attributes perm(Long... order) {
    return new Attributes(Map.of("perm", new Attribute.Ints(List.of(order))));
  }

  private static Network unary(String name, String type, Attributes attributes, long... sizes) {
    var b = new NetworkBuilder(name);
    b.output(b.op(type, attributes, b.input("x", Shape.of(sizes))));
    return b.build();
  }

  private static Network binary(String name, String type, long[] left, long[] right) {
    var b = new NetworkBuilder(name);
    b.output(b.op(type, b.input("a", Shape.of(left)), b.input("b", Shape.of(right))));
    return b.build();
  }

  private static Network reduced(String type, long... axes) {
    var b = new NetworkBuilder(type + " " + List.of(LongStream.of(axes).boxed().toArray()));
    var list = LongStream.of(axes).boxed().toList();
    var attributes = new Attributes(Map.of("axes", new Attribute.Ints(list)));
    var x = b.input("x", Shape.of(3, 70, 5));
    var over =
        type.equals("ReduceSum")
            ? b.op(type, x, b.initializer("axes", Tensor.ofLongs(axes, axes.length)))
            : b.op(type, attributes, x);
    b.output(over);
    return b.build();
  }

  /// As operator set 6 has it, with as many channels as there are elements along the last axis.
  private static Network slopeOfChannels() {
    var b = new NetworkBuilder("a slope for each channel").opset(6);
    b.output(b.op("PRelu", b.input("x", Shape.of(2, 3, 3)), weights(b, "slope", 3)));
    return b.build();
  }

  private static Network normalizedByPlace() {
    var b = new NetworkBuilder("a scale for each place of a channel").opset(7);
    var spread = Tensor.allocate(TensorType.of(DataType.FLOAT, 3, 4));
    for (long i = 0; i < spread.elementCount(); i++) {
      spread.setDouble(i, 1 + i);
    }
    b.output(
        b.op(
            "BatchNormalization",
            new Attributes(Map.of("spatial", new Attribute.IntValue(0))),
            b.input("x", Shape.of(2, 3, 4)),
            weights(b, "scale", 3, 4),
            weights(b, "shift", 3, 4),
            weights(b, "mean", 3, 4),
            b.initializer("variance", spread)));
    return b.build();
  }

  private static Network joined() {
    var b = new NetworkBuilder("joined");
    var x = b.input("x", Shape.of(2, 3, 4));
    var y = b.input("y", Shape.of(2, 5, 4));
    b.output(b.op("Concat", axis(1), b.op("Tanh", x), y, b.op("Relu", x)));
    return b.build();
  }

  private static Network taken() {
    var b = new NetworkBuilder("taken");
    var x = b.input("x", Shape.of(3, 5, 4));
    var at = b.initializer("at", Tensor.ofLongs(new long[] {-1, 0, 3, 3, 1, 2}, 2, 3));
    b.output(b.op("Gather", axis(1), b.op("Tanh", x), at));
    return b.build();
  }

  private static Network chosen() {
    var b = new NetworkBuilder("chosen");
    var x = b.input("x", Shape.of(2, 3, 4));
    var y = b.input("y", Shape.of(3, 1));
    b.output(b.op("Where", b.op("Greater", x, y), x, y));
    return b.build();
  }

  private static Network cut() {
    var b = new NetworkBuilder("cut");
    var x = b.input("x", Shape.of(6, 8));
    var starts = b.initializer("starts", Tensor.ofLongs(new long[] {-1, 1}, 2));
    var ends = b.initializer("ends", Tensor.ofLongs(new long[] {-100, 7}, 2));
    var axes = b.initializer("axes", Tensor.ofLongs(new long[] {0, 1}, 2));
    var steps = b.initializer("steps", Tensor.ofLongs(new long[] {-2, 3}, 2));
    b.output(b.op("Slice", x, starts, ends, axes, steps));
    return b.build();
  }

  private static Network classifier() {
    var b = new NetworkBuilder("classifier");
    var x = b.input("x", Shape.of(-1, 3, 12, 12).withSymbol(0, "batch"));
    for (int i = 0; i < 2; i++) {
      x = b.op("Relu", b.op("Conv", x, weights(b, "w" + i, 3, 3, 3, 3)));
    }
    x = b.op("Flatten", b.op("GlobalAveragePool", x));
    x = b.op("MatMul", x, weights(b, "last", 3, 10));
    b.output(b.op("Softmax", x));
    return b.build();
  }

  private static String weights(NetworkBuilder b, String name, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, Math.sin(i));
    }
    return b.initializer(name, tensor);
  }

  private static Lowered pipeline(String cluster) {
    var network = classifier();
    var on = Clusters.ofThisMachine(cluster);
    var preset = PlanPreset.parse("pipeline=2,micro-batches=4");
    return lower(network, on, Presets.plan(preset, TypeInference.infer(network), on));
  }

  @Test
  void aPipelineOverAWorkerAndACardGivesWhatTheWorkersGive() {
    var wanted = run(pipeline("cpu:2"), 1).outputs();
    var result = run(pipeline("cpu:1,gpu:1"), 3);
    assertSame(wanted, result.outputs(), "cpu, then gpu");
    var trace = result.trace();
    var lanes = new HashSet<Lane>();
    for (int span = 0; span < trace.spanCount(); span++) {
      var lane = (Track.OfLane) trace.tracks().get(trace.track(span));
      if (lane.device().equals(CARD)) {
        lanes.add(lane.lane());
      }
    }
    assertEquals(java.util.Set.of(Lane.values()), lanes);
    assertTrue(trace.clockErrorNanos() > 0);
  }

  @Test
  void spansOfALaneDoNotOverlapAndLieWithinTheRun() {
    var trace = run(pipeline("cpu:1,gpu:1"), 2).trace();
    for (int one = 0; one < trace.spanCount(); one++) {
      for (int other = 0; other < one; other++) {
        if (trace.track(one) == trace.track(other)) {
          long slack = 2 * trace.clockErrorNanos();
          boolean apart =
              trace.endNanos(one) <= trace.startNanos(other) + slack
                  || trace.endNanos(other) <= trace.startNanos(one) + slack;
          assertTrue(apart, "spans " + one + " and " + other);
        }
      }
    }
  }

  @Test
  void whatHasNoKernelIsDoneOnTheHostAndSaysSo() {
    var b = new NetworkBuilder("turned");
    var x = b.op("Tanh", b.input("x", Shape.of(3, 4)));
    b.output(b.op("Tanh", b.op("Atan", x)));
    var network = b.build();
    var lowered = lower(network, Clusters.ofThisMachine("gpu:1"), Plan.single(CARD));
    var types = new ArrayList<String>();
    lowered.program().steps().forEach(step -> types.add(step.type()));
    assertTrue(types.contains("Atan (host)"), types.toString());
    assertSame(expected(network), run(lowered, 2).outputs(), "with the host");
  }

  /// Beyond the 32 bits by which kernels count.
  @Test
  void whatHasTooManyElementsForAKernelIsDoneOnTheHost() {
    var b = new NetworkBuilder("large");
    var sizes = b.initializer("sizes", Tensor.ofLongs(new long[] {1L << 16, 1L << 16}, 2));
    var large = b.op("Expand", b.input("x", Shape.of(1, 1)), sizes);
    b.output(b.op("Tanh", b.op("ReduceMax", large)));
    var here = Clusters.ofThisMachine("gpu:1");
    var card = here.devices().getFirst();
    var roomy =
        new Device(card.id(), card.kind(), card.host(), card.core(), Long.MAX_VALUE, card.speed());
    var cluster = new Cluster("roomy", here.hosts(), List.of(roomy), here.links());
    var lowered = lower(b.build(), cluster, Plan.single(CARD));
    var types = lowered.program().steps().stream().map(Step::type).toList();
    assertTrue(
        types.containsAll(List.of("Expand (host)", "ReduceMax (host)", "Tanh")), types.toString());
  }

  /// No other program shares a core of a card; what passes between its kernels is their launch.
  @Test
  void whatPassesBetweenTheKernelsOfACardIsNoOtherProgram() {
    var network = classifier();
    var lowered = lower(network, Clusters.ofThisMachine("gpu:1"), Plan.single(CARD));
    var run = new Analyses(run(lowered, 1).trace(), Provenance.UNKNOWN);
    var kinds = run.get(Why.ANALYSIS).stream().map(Finding::kind).toList();
    assertFalse(kinds.isEmpty());
    assertFalse(kinds.contains(Finding.Kind.INTERRUPTED), kinds.toString());
  }

  @Test
  void noCardsAreNoCluster() {
    var refusal = assertThrows(ProblemException.class, () -> Clusters.ofThisMachine("gpu:0"));
    assertEquals("cluster.unknown", refusal.problems().getFirst().code());
  }

  @Test
  void moreCardsThanThereAreAreRefusedWithTheirNumber() {
    var refusal =
        assertThrows(ProblemException.class, () -> Clusters.ofThisMachine("cpu:1,gpu:99"));
    assertEquals("gpu.none", refusal.problems().getFirst().code());
  }

  @Test
  void memoryThatTheCardDoesNotGiveAtOnceIsRefusedWithBothSizes() {
    var card = GpuDrivers.open(0);
    var refusal =
        assertThrows(ProblemException.class, () -> card.allocate(card.card().largestBytes() + 1));
    assertEquals("gpu.memory", refusal.problems().getFirst().code());
  }

  @Test
  void aSegmentBelongsToTheCardUntilItIsFreed() {
    var card = GpuDrivers.open(0);
    var memory = card.allocate(4096);
    assertTrue(card.owns(memory.asSlice(1024)));
    card.free(memory);
    assertFalse(card.owns(memory));
  }
}
