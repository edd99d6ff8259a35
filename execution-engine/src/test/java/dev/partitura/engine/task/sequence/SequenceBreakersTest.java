package dev.partitura.engine.task.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Networks in which places depend on each other otherwise than by looking back: done in pieces
/// they give what the whole gives, or they are refused.
class SequenceBreakersTest {
  private static final int LENGTH = 8;
  private static final int WIDTH = 4;

  private static Tensor floats(double value, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, value);
    }
    return tensor;
  }

  private static Attributes ints(String name, long... values) {
    return Attributes.NONE.with(name, Attribute.Ints.of(values));
  }

  private static Attributes axis(long value) {
    return Attributes.NONE.with("axis", new Attribute.IntValue(value));
  }

  private static String list(NetworkBuilder b, long... values) {
    return b.initializer("list" + b.opCount() + values[0], Tensor.ofLongs(values, values.length));
  }

  private static Network network(BiFunction<NetworkBuilder, String, String> rest) {
    var b = new NetworkBuilder("places").opset(18);
    var x =
        b.input(
            "x",
            new TensorType(DataType.FLOAT, Shape.of(-1, LENGTH, WIDTH).withSymbol(0, "batch")));
    var before = b.op("Relu", x);
    b.output(b.op("Tanh", rest.apply(b, before)));
    return b.build();
  }

  /// Attention that looks back, with something between its mask and its shares.
  private static Network attention(BiFunction<NetworkBuilder, String, String> between) {
    return network((b, x) -> {
      var sees = Tensor.allocate(TensorType.of(DataType.BOOL, LENGTH, LENGTH));
      for (long i = 0; i < sees.elementCount(); i++) {
        sees.setLong(i, i % LENGTH <= i / LENGTH ? 1 : 0);
      }
      var keys = b.op("turn", "Transpose", ints("perm", 0, 2, 1), x);
      var scores = b.op("MatMul", x, keys);
      var masked =
          b.op(
              "Where",
              b.initializer("sees", sees),
              scores,
              b.initializer("low", Tensor.ofFloats(new float[] {-1e9f})));
      var shares = b.op("shares", "Softmax", axis(-1), between.apply(b, masked));
      return b.op("MatMul", shares, x);
    });
  }

  private static RunResult run(Network network, String preset) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(preset), OpenAxes.types(network, 1), cluster);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, 4, Map.of(), 5, 1, 0),
            new Cancellation(),
            Progress.NONE);
  }

  /// Whether the pieces gave what the whole gives; false where they are refused.
  private static boolean isEqual(String name, Network network) {
    for (int pieces : new int[] {2, 4, 8}) {
      RunResult inPieces;
      try {
        inPieces =
            run(network, "pipeline=2,micro-batches=2,schedule=seq1f1b,sequence-chunks=" + pieces);
      } catch (ProblemException refused) {
        assertTrue(
            refused.problems().getFirst().code().startsWith("plan.sequence"),
            name + " " + refused.getMessage());
        return false;
      }
      var agreement = OutputComparison.of(inPieces, run(network, "single"), network);
      assertTrue(
          agreement instanceof Agreement.Identical || agreement instanceof Agreement.WithinRounding,
          name + " in " + pieces + " pieces: " + agreement);
    }
    return true;
  }

  @Test
  void whatMakesALowScoreHighIsRefused() {
    var between = new LinkedHashMap<String, BiFunction<NetworkBuilder, String, String>>();
    between.put("nothing", (b, x) -> x);
    between.put("identity", (b, x) -> b.op("Identity", x));
    between.put(
        "slopes", (b, x) -> b.op("Add", x, b.initializer("s", floats(-0.5, LENGTH, LENGTH))));
    between.put("divided", (b, x) -> b.op("Div", x, b.initializer("d", floats(1e9, 1))));
    between.put("divisor", (b, x) -> b.op("Div", b.initializer("d", floats(1, 1)), x));
    between.put("times", (b, x) -> b.op("Mul", x, b.initializer("m", floats(1e-9, 1))));
    between.put("negated", (b, x) -> b.op("Sub", b.initializer("z", floats(0, 1)), x));
    between.put(
        "lifted", (b, x) -> b.op("Add", x, b.initializer("l", floats(1e9, LENGTH, LENGTH))));
    between.put("doubled", (b, x) -> b.op("Sub", x, x));
    between.put(
        "chosen anew",
        (b, x) -> {
          var all = Tensor.allocate(TensorType.of(DataType.BOOL, LENGTH, LENGTH));
          for (long i = 0; i < all.elementCount(); i++) {
            all.setLong(i, i % 3 == 0 ? 1 : 0);
          }
          return b.op("Where", b.initializer("c", all), b.initializer("n", floats(1, 1)), x);
        });
    var equal = new ArrayList<String>();
    between.forEach((name, op) -> {
      if (isEqual(name, attention(op))) {
        equal.add(name);
      }
    });
    assertEquals(List.of("nothing", "identity", "slopes"), equal);
  }

  @Test
  void whatMixesPlacesIsRefused() {
    var mixing = new LinkedHashMap<String, BiFunction<NetworkBuilder, String, String>>();
    mixing.put("sums", (b, x) -> b.op("CumSum", x, list(b, 1)));
    mixing.put("shares of places", (b, x) -> b.op("s", "Softmax", axis(1), x));
    mixing.put("mean", (b, x) -> b.op("ReduceMean", x, list(b, 1)));
    mixing.put("normal", (b, x) -> b.op("LpNormalization", x));
    mixing.put(
        "normal of all",
        (b, x) ->
            b.op(
                "n",
                "LayerNormalization",
                axis(1),
                x,
                b.initializer("g", floats(1, LENGTH, WIDTH))));
    mixing.put("later", (b, x) -> b.op("Slice", x, list(b, 1), list(b, LENGTH), list(b, 1)));
    mixing.put(
        "backwards",
        (b, x) -> b.op("Slice", x, list(b, -1), list(b, -99), list(b, 1), list(b, -1)));
    mixing.put(
        "others", (b, x) -> b.op("g", "Gather", axis(1), x, list(b, 7, 6, 5, 4, 3, 2, 1, 0)));
    mixing.put("twice", (b, x) -> b.op("c", "Concat", axis(1), x, x));
    mixing.put("padded", (b, x) -> b.op("Pad", x, list(b, 0, 1, 0, 0, 1, 0)));
    mixing.put("largest", (b, x) -> b.op("t", "TopK", 2, axis(1), x, list(b, LENGTH)).getFirst());
    mixing.put("flat", (b, x) -> b.op("Relu", b.op("Reshape", x, list(b, 0, LENGTH * WIDTH))));
    mixing.put("turned", (b, x) -> b.op("p", "Transpose", ints("perm", 0, 2, 1), x));
    mixing.put(
        "mixed", (b, x) -> b.op("MatMul", b.initializer("w", floats(0.1, LENGTH, LENGTH)), x));
    mixing.put(
        "each with its own",
        (b, x) -> b.op("Add", x, b.initializer("e", floats(0.3, LENGTH, WIDTH))));
    mixing.put("repeated", (b, x) -> b.op("Tile", x, list(b, 1, 2, 1)));
    var equal = new ArrayList<String>();
    mixing.forEach((name, op) -> {
      if (isEqual(name, network(op))) {
        equal.add(name);
      }
    });
    assertTrue(equal.contains("each with its own"), equal::toString);
    assertFalse(equal.contains("sums") || equal.contains("backwards") || equal.contains("mixed"));
  }
}
