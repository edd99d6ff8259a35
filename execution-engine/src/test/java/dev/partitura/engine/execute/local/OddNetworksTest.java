package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.network.onnx.OnnxReader;
import dev.partitura.engine.network.onnx.OnnxWriter;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that are legal and rare, and some that are not legal, on the whole way from bytes to
/// outputs.
class OddNetworksTest {
  private static RunResult run(Network network, Map<String, Tensor> feeds, String preset) {
    var read = OnnxReader.read(OnnxWriter.bytesOf(network), "odd");
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(read), cluster);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(read, cluster, plan, 0, feeds, 1, 1, 0),
            new Cancellation(),
            Progress.NONE);
  }

  private static Tensor only(RunResult result) {
    assertEquals(1, result.outputs().size());
    return result.outputs().values().iterator().next();
  }

  private static String refusal(Network network, Map<String, Tensor> feeds) {
    var refusal = assertThrows(ProblemException.class, () -> run(network, feeds, "single"));
    var text = String.valueOf(refusal.getMessage());
    assertTrue(text.length() > 15 && !text.contains("Exception"), text);
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task"})
  void anAxisOfSizeZeroGivesNothing(String preset) {
    var b = new NetworkBuilder("zero");
    var x = b.input("x", Shape.of(0, 3));
    b.output(b.op("Add", b.op("Relu", x), b.op("Sigmoid", x)));
    assertArrayEquals(
        new long[] {0, 3},
        only(run(b.build(), Map.of("x", Tensor.ofFloats(new float[0], 0, 3)), preset))
            .shape()
            .sizes());
  }

  @Test
  void absentInputsInTheMiddleStayAbsent() {
    var b = new NetworkBuilder("absent");
    b.output(
        b.op(
            "Clip",
            b.input("x", Shape.of(3)),
            "",
            b.initializer("max", Tensor.ofFloats(new float[] {1}))));
    var result =
        only(run(b.build(), Map.of("x", Tensor.ofFloats(new float[] {-5, 0, 5}, 3)), "single"));
    assertArrayEquals(new float[] {-5, 0, 1}, result.toFloats());
  }

  /// The size of the sum is known beforehand, the memory of the count is not.
  @ParameterizedTest
  @ValueSource(strings = {"single", "task"})
  void aProductTakesAValueWhoseMemoryOnlyTheRunFinds(String preset) {
    var b = new NetworkBuilder("count");
    var x = b.input("x", Shape.of(2, 2));
    var w = b.initializer("w", Tensor.ofFloats(new float[] {1, 0, 0, 1}, 2, 2));
    var found = b.op("Shape", b.op("NonZero", x));
    var count = b.op("Cast", Attributes.NONE.with("to", new Attribute.IntValue(1)), found);
    b.output(b.op("Add", b.op("MatMul", x, w), count));
    var feeds = Map.of("x", Tensor.ofFloats(new float[] {5, 0, 0, 7}, 2, 2));
    assertArrayEquals(new float[] {7, 2, 2, 9}, only(run(b.build(), feeds, preset)).toFloats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task"})
  void namesOfEveryScriptAndLooseOpsRun(String preset) {
    var b = new NetworkBuilder("网络 \"∂\"");
    var x = b.input("输入 x/1", Shape.of(2));
    b.output(b.op("слой/один", "Neg", Attributes.NONE, x));
    b.op("😀", "Relu", Attributes.NONE, x);
    b.op("Constant", Attributes.NONE.with("value_float", new Attribute.FloatValue(1)));
    assertArrayEquals(
        new float[] {-1, 2},
        only(run(b.build(), Map.of("输入 x/1", Tensor.ofFloats(new float[] {1, -2}, 2)), preset))
            .toFloats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task"})
  void outputsMayBeInputsConstantsAndTheSameValueTwice(String preset) {
    var b = new NetworkBuilder("through");
    var x = b.input("x", Shape.of(2));
    var w = b.initializer("w", Tensor.ofFloats(new float[] {7}, 1));
    var y = b.op("Neg", x);
    b.op("Abs", y);
    b.output(x);
    b.output(w);
    b.output(y);
    var outputs =
        run(b.build(), Map.of("x", Tensor.ofFloats(new float[] {1, 2}, 2)), preset).outputs();
    assertArrayEquals(new float[] {1, 2}, Objects.requireNonNull(outputs.get("x")).toFloats());
    assertArrayEquals(new float[] {7}, Objects.requireNonNull(outputs.get("w")).toFloats());
    assertArrayEquals(new float[] {-1, -2}, Objects.requireNonNull(outputs.get(y)).toFloats());
  }

  @Test
  void aNetworkWithoutOutputsOrOpsEndsInOrder() {
    var b = new NetworkBuilder("nothing");
    b.op("Relu", b.input("x", Shape.of(2)));
    assertEquals(Map.of(), run(b.build(), Map.of(), "single").outputs());
    assertEquals(Map.of(), run(Network.empty("empty"), Map.of(), "single").outputs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "task", "pipeline=2,micro-batches=2"})
  void aChainOfManyOpsIsPlannedAndRunInSeconds(String preset) {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 5_000; i++) {
      x = b.op("block" + i / 100 + "/neg" + i, "Neg", Attributes.NONE, x);
    }
    b.output(x);
    long start = System.nanoTime();
    var result =
        only(
            run(
                b.build(),
                Map.of("x", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4)),
                preset));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, result.toFloats());
    assertTrue(
        System.nanoTime() - start < 40_000_000_000L,
        "took " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  @Test
  void branchesInsideBranchesReadWhatIsOutside() {
    var body =
        body(
            "leaf",
            new Op(new OpId("neg"), "", "Neg", List.of("x"), List.of("r"), Attributes.NONE));
    for (int depth = 0; depth < 25; depth++) {
      var other =
          body(
              "other",
              new Op(new OpId("abs"), "", "Abs", List.of("x"), List.of("r"), Attributes.NONE));
      body =
          body(
              "level" + depth,
              new Op(
                  new OpId("if"),
                  "",
                  "If",
                  List.of("flag"),
                  List.of("r"),
                  Attributes.NONE
                      .with("then_branch", new Attribute.NetworkValue(body))
                      .with("else_branch", new Attribute.NetworkValue(other))));
    }
    var network =
        new Network(
            "nested",
            List.of(
                new Value("x", TensorType.of(DataType.FLOAT, 2)),
                new Value("flag", TensorType.of(DataType.BOOL))),
            List.of(new Value("r", null)),
            body.ops(),
            Map.of(),
            Map.of("", 17));
    var flag = Tensor.allocate(TensorType.of(DataType.BOOL));
    flag.setLong(0, 1);
    assertArrayEquals(
        new float[] {-1, 2},
        only(run(
                network,
                Map.of("x", Tensor.ofFloats(new float[] {1, -2}, 2), "flag", flag),
                "single"))
            .toFloats());
  }

  private static Network body(String name, Op op) {
    return new Network(
        name, List.of(), List.of(new Value("r", null)), List.of(op), Map.of(), Map.of("", 17));
  }

  @Test
  void whatCannotRunIsRefusedInWords() {
    var b = new NetworkBuilder("huge");
    b.output(b.op("Relu", b.input("x", Shape.of(1L << 40, 1L << 40))));
    refusal(b.build(), Map.of());
    var c = new NetworkBuilder("large");
    c.output(c.op("Relu", c.input("x", Shape.of(1L << 42))));
    refusal(c.build(), Map.of());
    var d = new NetworkBuilder("foreign");
    var network = d.build();
    var op =
        new Op(new OpId("w"), "com.example", "Wobble", List.of("x"), List.of("y"), Attributes.NONE);
    var text =
        refusal(
            new Network(
                network.name(),
                List.of(new Value("x", TensorType.of(DataType.FLOAT, 2))),
                List.of(new Value("y", null)),
                List.of(op),
                Map.of(),
                Map.of("com.example", 1)),
            Map.of());
    assertTrue(text.contains("Wobble") && text.contains("Op w "), text);
    var e = new NetworkBuilder("typeless");
    e.output(e.op("Relu", e.input("x", Shape.of(2))));
    var typeless = e.build().withInputs(List.of(new Value("x", null)));
    assertTrue(refusal(typeless, Map.of()).contains("x"));
    var f = new NetworkBuilder("feeds");
    f.output(f.op("Relu", f.input("x", Shape.of(2))));
    assertTrue(refusal(f.build(), Map.of("x", Tensor.ofFloats(new float[3], 3))).contains("x"));
    assertTrue(refusal(f.build(), Map.of("x", Tensor.ofLongs(new long[2], 2))).contains("x"));
    assertTrue(refusal(f.build(), Map.of("z", Tensor.ofFloats(new float[2], 2))).contains("z"));
  }

  @Test
  void damagedModelsRunOrAreRefusedInWords() {
    var b = new NetworkBuilder("small");
    var x = b.input("x", Shape.of(-1, 2, 6, 6).withSymbol(0, "batch"));
    var conv =
        b.op(
            "conv",
            "Conv",
            Attributes.NONE
                .with("kernel_shape", new Attribute.Ints(List.of(3L, 3L)))
                .with("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L))),
            x,
            b.initializer("w", Tensor.ofFloats(new float[18], 1, 2, 3, 3)));
    var pool =
        b.op(
            "pool",
            "MaxPool",
            Attributes.NONE
                .with("kernel_shape", new Attribute.Ints(List.of(2L, 2L)))
                .with("strides", new Attribute.Ints(List.of(2L, 2L))),
            b.op("Relu", conv));
    var flat = b.op("Reshape", pool, b.initializer("shape", Tensor.ofLongs(new long[] {0, 9}, 2)));
    var part =
        b.op(
            "Gather",
            Attributes.NONE.with("axis", new Attribute.IntValue(1)),
            flat,
            b.initializer("index", Tensor.ofLongs(new long[] {8, 0}, 2)));
    b.output(
        b.op(
            "Softmax",
            b.op("Concat", Attributes.NONE.with("axis", new Attribute.IntValue(-1)), part, flat)));
    var good = OnnxWriter.bytesOf(b.build());
    var random = new SplittableRandom(11);
    int ran = 0;
    for (int round = 0; round < 800; round++) {
      var bytes = good.clone();
      for (int edit = random.nextInt(3); edit >= 0; edit--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(16) : random.nextInt(256));
      }
      try {
        var network = OnnxReader.read(bytes, "damaged");
        var cluster = Clusters.workers(2);
        var plan = Presets.plan(PlanPreset.parse("single"), TypeInference.infer(network), cluster);
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(network, cluster, plan, 0, Map.of(), 1, 1, 0),
                new Cancellation(),
                Progress.NONE);
        ran++;
      } catch (ProblemException refusal) {
        var text = String.valueOf(refusal.getMessage());
        assertTrue(text.length() > 15 && !text.contains("Exception"), text);
      }
    }
    assertTrue(ran > 50 && ran < 750, ran + " ran");
  }
}
