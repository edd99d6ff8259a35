package dev.partitura.engine.execute.local;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A split batch gives the outputs of the unsplit one, or is refused.
@NullMarked
class BatchSplitTest {
  private static final Tensor FOUR = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);

  private static Map<String, Tensor> run(Network network, String plan, Map<String, Tensor> feeds) {
    var cluster = Clusters.workers(2);
    var types = TypeInference.infer(network);
    var laid = Presets.plan(PlanPreset.parse(plan), types, cluster);
    var request = new RunRequest(network, cluster, laid, 0, feeds, 0, 1, 0);
    return new LoweringRunner(new LocalExecutor())
        .run(request, new Cancellation(), Progress.NONE)
        .outputs();
  }

  private static Tensor run(Network network, String plan, Tensor... feeds) {
    var byName = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < feeds.length; i++) {
      byName.put(network.inputs().get(i).name(), feeds[i]);
    }
    return requireNonNull(run(network, plan, byName).get(network.outputs().getFirst().name()));
  }

  private static void refused(String code, String subject, Network network, String plan) {
    var problem =
        assertThrows(ProblemException.class, () -> run(network, plan, FOUR)).problems().getFirst();
    assertEquals(code, problem.code(), problem::message);
    assertEquals(subject, problem.subject());
  }

  private static Attributes ints(String name, Long... values) {
    return Attributes.NONE.with(name, new Attribute.Ints(List.of(values)));
  }

  private static Shape open(String symbol) {
    return Shape.of(-1, 2).withSymbol(0, symbol);
  }

  @Test
  void anOpThatTakesSamplesTogetherForbidsMicroBatches() {
    var b = new NetworkBuilder("mean");
    b.output(b.op("ReduceMean", ints("axes", 0L), b.input("x", open("n"))));
    assertArrayEquals(new float[] {4, 5}, run(b.build(), "single", FOUR).toFloats());
    refused("plan.batch.mixed", "ReduceMean", b.build(), "data=2");
  }

  /// Axis 0 of `x` counts time steps, so no sentence may call them samples.
  @Test
  void aTimeFirstNetworkIsToldWhichAxisIsTakenAsTheBatch() {
    var b = new NetworkBuilder("time first");
    var x = b.input("x", Shape.of(-1, -1, 3).withSymbol(0, "T").withSymbol(1, "N"));
    var w = b.initializer("w", Tensor.ofFloats(new float[24], 1, 8, 3));
    var r = b.initializer("r", Tensor.ofFloats(new float[16], 1, 8, 2));
    var lstm = Attributes.NONE.with("hidden_size", new Attribute.IntValue(2));
    b.output(b.op("LSTM", lstm, x, w, r));
    var steps = Tensor.ofFloats(new float[4 * 5 * 3], 4, 5, 3);
    var refusal =
        assertThrows(ProblemException.class, () -> run(b.build(), "data=2", steps)).getMessage();
    assertEquals(
        "Op LSTM (LSTM) takes rows of the batch together, or is not known to keep them apart, so the"
            + " 4 rows cannot be split into micro-batches of 2; axis 0 of input x is taken as the"
            + " batch. Use one replica and one micro-batch, or a plan such as single, task or stages"
            + " without micro-batches. Where axis 0 counts something else, such as time steps, export"
            + " the network with the batch as the first axis of its inputs.",
        refusal);
  }

  @Test
  void theNumberOfSamplesIsNoValueOfAPart() {
    var b = new NetworkBuilder("over batch");
    var x = b.input("x", open("n"));
    var zero = b.initializer("zero", Tensor.ofLongs(new long[1]));
    var size = b.op("Gather", b.op("Shape", x), zero);
    var number = b.op("Cast", Attributes.NONE.with("to", new Attribute.IntValue(1)), size);
    b.output(b.op("Div", x, number));
    assertEquals(0.25f, run(b.build(), "single", FOUR).floatAt(0));
    refused("plan.batch.size", "Div", b.build(), "data=2");
  }

  @Test
  void outputsThatHoldTheSamplesAlongAnotherAxisAreJoinedThere() {
    var b = new NetworkBuilder("turned");
    b.output(b.op("Transpose", b.input("x", open("n"))));
    var turned = run(b.build(), "data=2", FOUR);
    assertEquals(Shape.of(2, 4), turned.shape());
    assertArrayEquals(new float[] {1, 3, 5, 7, 2, 4, 6, 8}, turned.toFloats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2"})
  void inputsWithBatchesOfOtherNamesAreSplitTogether(String plan) {
    var b = new NetworkBuilder("two");
    b.output(b.op("Mul", b.input("x", open("unk__1")), b.input("mask", open("unk__2"))));
    var mask = Tensor.ofFloats(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 4, 2);
    var masked = run(b.build(), plan, FOUR, mask);
    assertArrayEquals(new float[] {1, 0, 3, 0, 5, 0, 7, 0}, masked.toFloats());
  }

  /// The table has rows, but not those of the batch.
  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2", "data=2,micro-batches=2"})
  void anInputWithOpenRowsThatCannotBeSplitStaysWhole(String plan) {
    var b = new NetworkBuilder("look up");
    var table = b.input("table", open("words"));
    var ids = b.input("ids", new TensorType(DataType.INT64, Shape.of(-1).withSymbol(0, "n")));
    b.output(b.op("Gather", table, ids));
    var picked = run(b.build(), plan, FOUR, Tensor.ofLongs(new long[] {3, 0, 0, 1}, 4));
    assertArrayEquals(new float[] {7, 8, 1, 2, 1, 2, 3, 4}, picked.toFloats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2", "data=2,micro-batches=2"})
  void onesMadeForTheBatchAreSplitWithIt(String plan) {
    var b = new NetworkBuilder("ones");
    var x = b.input("x", open("n"));
    var one =
        Attributes.NONE.with(
            "value", new Attribute.TensorValue(Tensor.ofFloats(new float[] {1}, 1)));
    b.output(b.op("Add", x, b.op("ConstantOfShape", one, b.op("Shape", x))));
    assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7, 8, 9}, run(b.build(), plan, FOUR).toFloats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2", "pipeline=2,micro-batches=3"})
  void samplesThatDoNotFillTheMicroBatchesAreCutBack(String plan) {
    var b = new NetworkBuilder("five");
    b.output(b.op("Neg", b.op("Relu", b.input("x", open("n")))));
    var five = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 2);
    var result = run(b.build(), plan, five);
    assertEquals(Shape.of(5, 2), result.shape());
    assertEquals(-10, result.floatAt(9));
  }

  /// Made for one sample, it is a run of its own for each.
  @Test
  void aNetworkOfAFixedBatchIsOneRunForEachOrRefused() {
    var b = new NetworkBuilder("baked");
    var flat = b.initializer("flat", Tensor.ofLongs(new long[] {1, -1}, 2));
    var x = b.input("x", Shape.of(1, 2));
    b.output(b.op("Softmax", b.op("Reshape", x, flat)));
    var each = run(b.build(), "pipeline=2,micro-batches=4", FOUR);
    assertEquals(Shape.of(4, 2), each.shape());
    assertEquals(1 / (1 + Math.E), each.floatAt(6), 1e-6);
    refused("plan.batch.fixed.mixed", "Softmax", b.build(), "single");
    refused("plan.batch.fixed.mixed", "Softmax", b.build(), "data=2");
  }

  @Test
  void anOutputThatIsTheSameInEveryRunIsJoinedAcrossReplicas() {
    var b = new NetworkBuilder("filled");
    var x = b.input("x", Shape.of(-1, 2).withSymbol(0, "N"));
    var half = b.initializer("half", Tensor.ofFloats(new float[] {0.5f}, 1));
    b.output(b.op("Expand", half, b.op("Shape", x)));
    for (var preset : List.of("data=2", "data=2,micro-batches=2")) {
      var filled = run(b.build(), preset, FOUR);
      assertEquals(Shape.of(4, 2), filled.shape());
      assertEquals(0.5f, filled.floatAt(7));
    }
  }

  @Test
  void runsOfTheirOwnAreComparedWithRunsOfTheirOwn() {
    var b = new NetworkBuilder("baked");
    var flat = b.initializer("flat", Tensor.ofLongs(new long[] {1, -1}, 2));
    b.output(b.op("Softmax", b.op("Reshape", b.input("x", Shape.of(1, 2)), flat)));
    var cluster = Clusters.workers(2);
    var plan =
        Presets.plan(
            PlanPreset.parse("data=2,micro-batches=2"), TypeInference.infer(b.build()), cluster);
    var request = new RunRequest(b.build(), cluster, plan, 0, Map.of("x", FOUR), 0, 1, 0);
    var both =
        new LoweringRunner(new LocalExecutor())
            .runBesideUnsplit(request, new Cancellation(), Progress.NONE);
    assertEquals(Agreement.IDENTICAL, both.agreement());
  }

  @Test
  void runsOfTheirOwnThatGiveASingleNumberAreNotJoined() {
    var b = new NetworkBuilder("total");
    var whole = Attributes.NONE.with("keepdims", new Attribute.IntValue(0));
    b.output(b.op("ReduceSum", whole, b.input("x", Shape.of(1, 2))));
    refused(
        "plan.batch.output.several",
        b.build().outputs().getFirst().name(),
        b.build(),
        "data=2,micro-batches=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "data=2", "data=2,micro-batches=2"})
  void aNetworkOfAFixedBatchRunsManyAtOnceWhereTheyStandApart(String plan) {
    var b = new NetworkBuilder("rows");
    b.output(b.op("Softmax", b.input("x", Shape.of(1, 2))));
    assertEquals(1 / (1 + Math.E), run(b.build(), plan, FOUR).floatAt(6), 1e-6);
  }

  @Test
  void aBatchOfNoSamplesIsNotSplit() {
    var b = new NetworkBuilder("none");
    b.output(b.op("Relu", b.input("x", open("n"))));
    var none = Tensor.allocate(TensorType.of(DataType.FLOAT, 0, 2));
    assertEquals(Shape.of(0, 2), run(b.build(), "single", none).shape());
    assertThrows(ProblemException.class, () -> run(b.build(), "data=2", none));
  }
}
