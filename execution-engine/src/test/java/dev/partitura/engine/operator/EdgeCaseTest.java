package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Kernels at their edges: nothing to do, exact integers, NaN, captured values and loops.
@NullMarked
class EdgeCaseTest {
  private static Tensor run(String type, List<@Nullable Tensor> inputs, Object... attributes) {
    return OneOp.of(type, 19, 1, inputs, attributes).run().getFirst();
  }

  private static Tensor empty(long... sizes) {
    return Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
  }

  @Test
  void emptyAxesGiveEmptyResultsOrNeutralOnes() {
    assertEquals(Shape.of(0, 5), run("MatMul", List.of(empty(0, 3), empty(3, 5))).shape());
    assertEquals(0f, run("MatMul", List.of(empty(2, 0), empty(0, 5))).floatAt(3));
    assertEquals(0f, run("ReduceSum", List.of(empty(0, 3)), "keepdims", 0).floatAt(0));
    assertEquals(
        Float.NEGATIVE_INFINITY,
        run("ReduceMax", List.of(empty(2, 0), Tensor.ofLongs(new long[] {1}, 1))).floatAt(0));
    assertEquals(1f, run("ReduceProd", List.of(empty(2, 0))).floatAt(0));
    assertEquals(Shape.of(0, 4), run("Softmax", List.of(empty(0, 4))).shape());
    assertEquals(
        Shape.of(2, 3), run("Concat", Arrays.asList(empty(2, 0), empty(2, 3)), "axis", 1).shape());
    assertEquals(
        Shape.of(0, 2, 1, 1), run("GlobalAveragePool", List.of(empty(0, 2, 3, 3))).shape());
  }

  @Test
  void blocksGoOutsideOrInsideTheChannels() {
    var plane = Tensor.ofFloats(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, 2, 2, 2);
    assertArrayEquals(
        new float[] {0, 4, 1, 5, 2, 6, 3, 7},
        run("SpaceToDepth", List.of(plane), "blocksize", 2).toFloats());
    var inside =
        OneOp.of("SpaceToDepth", 28, 1, List.of(plane), "blocksize", 2, "mode", "CRD").run();
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, inside.getFirst().toFloats());
  }

  @Test
  void integersBeyondDoublesStayExact() {
    long large = (1L << 53) + 1;
    assertEquals(
        large + 2,
        run("Add", List.of(Tensor.ofLongs(new long[] {large}), Tensor.ofLongs(new long[] {2})))
            .longAt(0));
    assertEquals(
        large,
        run("ReduceMax", List.of(Tensor.ofLongs(new long[] {large - 1, large}, 2))).longAt(0));
    assertEquals(
        large,
        run(
                "Max",
                List.of(Tensor.ofLongs(new long[] {large}), Tensor.ofLongs(new long[] {large - 1})))
            .longAt(0));
    var unsigned = Tensor.allocate(TensorType.of(DataType.UINT64, 2));
    unsigned.setLong(0, -1);
    unsigned.setLong(1, 5);
    assertEquals(-1L, run("ReduceMax", List.of(unsigned)).longAt(0));
    assertEquals(5L, run("ReduceMin", List.of(unsigned)).longAt(0));
  }

  @Test
  void notANumberSurvives() {
    var x = Tensor.ofFloats(new float[] {Float.NaN, 1}, 2);
    assertTrue(Float.isNaN(run("Relu", List.of(x)).floatAt(0)));
    assertTrue(Float.isNaN(run("Max", List.of(x, Tensor.ofFloats(new float[] {3}))).floatAt(0)));
    assertTrue(Float.isNaN(run("ReduceMin", List.of(x)).floatAt(0)));
  }

  @Test
  void notANumberIsTheLargestAndTheSmallest() {
    var x = Tensor.ofFloats(new float[] {3, Float.NaN, -7, Float.NaN, 9}, 5);
    assertEquals(1, run("ArgMax", List.of(x)).longAt(0));
    assertEquals(1, run("ArgMin", List.of(x)).longAt(0));
    assertEquals(3, run("ArgMax", List.of(x), "select_last_index", 1).longAt(0));
    assertEquals(3, run("ArgMin", List.of(x), "select_last_index", 1).longAt(0));
    assertEquals(1, run("Hardmax", List.of(x)).floatAt(1));
    assertEquals(0, run("Hardmax", List.of(x)).floatAt(4));
    assertTrue(Float.isNaN(run("Shrink", List.of(x)).floatAt(1)));
    assertTrue(Float.isNaN(run("ThresholdedRelu", List.of(x)).floatAt(1)));
    var one = Tensor.ofFloats(new float[] {1, 1, -1}, 3);
    var powers = Tensor.ofFloats(new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1 / 0f}, 3);
    assertArrayEquals(new float[] {1, 1, 1}, run("Pow", List.of(one, powers)).toFloats());
  }

  @Test
  void floatsBeyondAnIntegerTypeBecomeItsEnds() {
    var x = Tensor.ofFloats(new float[] {1e30f, -1e30f, Float.NaN, 300.7f, -1.9f, 1 / 0f}, 6);
    long most = Long.MAX_VALUE;
    assertArrayEquals(new long[] {255, 0, 0, 255, 0, 255}, cast(x, 2));
    assertArrayEquals(new long[] {127, -128, 0, 127, -1, 127}, cast(x, 3));
    assertArrayEquals(
        new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 300, -1, Integer.MAX_VALUE},
        cast(x, 6));
    assertArrayEquals(new long[] {most, Long.MIN_VALUE, 0, 300, -1, most}, cast(x, 7));
    assertArrayEquals(new long[] {-1, 0, 0, 300, 0, -1}, cast(x, 13));
    assertArrayEquals(new long[] {1, 1, 1, 1, 1, 1}, cast(x, 9));
  }

  private static long[] cast(Tensor x, int to) {
    var y = run("Cast", List.of(x), "to", to);
    return LongStream.range(0, y.elementCount()).map(y::longAt).toArray();
  }

  /// Half way between two places the lower is nearest, also where a scale of 0.7, which is no
  /// float32, puts the position a little higher.
  @Test
  void nearestTakesTheLowerOfTwo() {
    var x = Tensor.ofFloats(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 1, 10);
    var scales = Tensor.ofFloats(new float[] {1, 1, 1, 0.7f}, 4);
    var inputs = new ArrayList<@Nullable Tensor>(Arrays.asList(x, null, scales));
    assertArrayEquals(new float[] {0, 2, 3, 4, 6, 7, 9}, run("Resize", inputs).toFloats());
    assertArrayEquals(
        new float[] {0, 1, 2, 4, 5, 7, 8},
        run(
                "Resize",
                inputs,
                "coordinate_transformation_mode",
                "asymmetric",
                "nearest_mode",
                "floor")
            .toFloats());
  }

  @Test
  void stringsMoveAndCompare() {
    var x = Tensor.ofStrings(new String[] {"b", "a", "c", "d"}, 2, 2);
    assertEquals("c", run("Transpose", List.of(x)).stringAt(1));
    assertEquals(
        1, run("Equal", List.of(x, Tensor.ofStrings(new String[] {"b", "d"}, 2))).longAt(3));
    assertEquals(
        "1.5", run("Cast", List.of(Tensor.ofFloats(new float[] {1.5f})), "to", 8).stringAt(0));
    assertEquals(
        -2.5f, run("Cast", List.of(Tensor.ofStrings(new String[] {"-25e-1"})), "to", 1).floatAt(0));
  }

  @Test
  void sixteenBitFloatsRoundOnce() {
    var x = Tensor.allocate(TensorType.of(DataType.FLOAT16, 2));
    x.setDouble(0, 2048);
    x.setDouble(1, 1);
    assertEquals(2048, run("ReduceSum", List.of(x)).doubleAt(0));
    assertEquals(DataType.BFLOAT16, run("Cast", List.of(x), "to", 16).dataType());
  }

  /// Layout 1 is layout 0 with batch and sequence exchanged, in inputs, states and outputs.
  @Test
  void batchFirstLayersGiveTheSameNumbers() {
    var random = new Random(3);
    for (var type : List.of("RNN", "GRU", "LSTM")) {
      int gates = type.equals("RNN") ? 1 : type.equals("GRU") ? 3 : 4;
      var x = random(random, 5, 2, 3);
      var w = random(random, 2, gates * 4, 3);
      var r = random(random, 2, gates * 4, 4);
      var h = random(random, 2, 2, 4);
      Object[] sequenceFirst = {"hidden_size", 4, "direction", "bidirectional"};
      Object[] batchFirst = {"hidden_size", 4, "direction", "bidirectional", "layout", 1};
      var expected =
          OneOp.of(type, 14, 2, Arrays.asList(x, w, r, null, null, h), sequenceFirst).run();
      var turned = Arrays.asList(turned(x, 1, 0, 2), w, r, null, null, turned(h, 1, 0, 2));
      var got = OneOp.of(type, 14, 2, turned, batchFirst).run();
      assertNull(Tolerance.complaint(expected.get(0), turned(got.get(0), 1, 2, 0, 3)));
      assertNull(Tolerance.complaint(expected.get(1), turned(got.get(1), 1, 0, 2)));
    }
  }

  private static Tensor random(Random random, long... sizes) {
    var tensor = empty(sizes);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, random.nextFloat() - 0.5f);
    }
    return tensor;
  }

  private static Tensor turned(Tensor tensor, long... order) {
    return run("Transpose", List.of(tensor), "perm", order);
  }

  @Test
  void loopCarriesCapturesAndStacks() {
    var body = new NetworkBuilder("body").opset(19);
    body.input("i", TensorType.of(DataType.INT64));
    body.input("going", TensorType.of(DataType.BOOL));
    body.input("sum", TensorType.of(DataType.FLOAT, 2));
    var sum = body.op("Add", "sum", "step");
    body.output(body.op("Identity", "going"));
    body.output(sum);
    body.output(body.op("Mul", sum, sum));
    var b = new NetworkBuilder("net").opset(19);
    b.input("step", Shape.of(2));
    var start = b.input("start", Shape.of(2));
    var times = b.initializer("times", Tensor.ofLongs(new long[] {3}));
    var outputs =
        b.op(
            "loop",
            "Loop",
            2,
            new Attributes(Map.of("body", new Attribute.NetworkValue(body.build()))),
            times,
            "",
            start);
    outputs.forEach(b::output);
    var network = b.build();
    var types = TypeInference.infer(network);
    assertEquals(List.of(), types.problems());
    assertEquals(Shape.of(-1, 2), requireNonNull(types.type(outputs.get(1))).shape());
    var results =
        NetworkEvaluation.run(
            network, Map.of("step", Tensor.ofFloats(new float[] {1, 2}, 2), "start", empty(2)));
    assertArrayEquals(new float[] {3, 6}, results.get(0).toFloats());
    assertArrayEquals(new float[] {1, 4, 4, 16, 9, 36}, results.get(1).toFloats());
  }
}
