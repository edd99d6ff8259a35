package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Attention where the weights can be told by head: queries of zero weigh all that they see alike.
@NullMarked
class AttentionTest {
  private static final double TOLERANCE = 1e-6;
  private static final float HIDDEN = Float.NEGATIVE_INFINITY;

  private static Tensor floats(long[] sizes, float... values) {
    return Tensor.ofFloats(values, sizes);
  }

  private static long[] s(long... sizes) {
    return sizes;
  }

  private static List<double[]> run(
      int outputs, List<@Nullable Tensor> inputs, Object... attributes) {
    var one = OneOp.of("Attention", 24, outputs, inputs, attributes);
    var operator = Objects.requireNonNull(Operators.find(one.op()));
    return Evaluation.of(operator, OpContext.during(one.op(), 24, inputs), inputs).stream()
        .map(tensor -> Elements.doubles(Objects.requireNonNull(tensor)))
        .toList();
  }

  private static List<@Nullable Tensor> in(@Nullable Tensor... inputs) {
    return Arrays.asList(inputs);
  }

  private static final Tensor NOTHING = floats(s(1, 1, 2, 1), 0, 0);
  private static final Tensor KEYS = floats(s(1, 1, 2, 1), 3, -1);
  private static final Tensor VALUES = floats(s(1, 1, 2, 1), 2, 8);

  @Test
  void aPlaceSeesItselfAndThoseBefore() {
    var seen = run(1, in(NOTHING, KEYS, VALUES), "is_causal", 1);
    assertArrayEquals(new double[] {2, 5}, seen.getFirst(), TOLERANCE);
  }

  @Test
  void whatIsPastStandsBefore() {
    var past = floats(s(1, 1, 1, 1), 5);
    var made = run(3, in(NOTHING, KEYS, VALUES, null, past, past), "is_causal", 1);
    assertArrayEquals(new double[] {3.5, 5}, made.get(0), TOLERANCE);
    assertArrayEquals(new double[] {5, 3, -1}, made.get(1), 0);
    assertArrayEquals(new double[] {5, 2, 8}, made.get(2), 0);
  }

  @Test
  void whoSeesNothingGetsNothing() {
    var mask = Tensor.allocate(TensorType.of(DataType.BOOL, 2, 2));
    mask.setLong(3, 1);
    var seen = run(1, in(NOTHING, KEYS, VALUES, mask));
    assertArrayEquals(new double[] {0, 8}, seen.getFirst(), TOLERANCE);
    var later =
        run(
            1,
            in(NOTHING, KEYS, VALUES, null, null, null, Tensor.ofLongs(s(1), 1)),
            "is_causal",
            1);
    assertArrayEquals(new double[] {0, 2}, later.getFirst(), TOLERANCE);
  }

  /// A mask that is too short hides the keys behind its end.
  @Test
  void aShortMaskHidesTheRest() {
    var mask = floats(s(2, 2), 0, HIDDEN, 0, 0);
    var keys = floats(s(1, 1, 3, 1), 3, -1, 7);
    var values = floats(s(1, 1, 3, 1), 2, 8, 100);
    var seen = run(1, in(NOTHING, keys, values, mask));
    assertArrayEquals(new double[] {2, 5}, seen.getFirst(), TOLERANCE);
  }

  /// Capped before the mask is added: else a hidden key would be seen at the cap.
  @Test
  void scoresAreTold() {
    var query = floats(s(1, 1, 2, 1), 1, 1);
    var mask = floats(s(1, 2), 0, HIDDEN);
    double cap = 0.5;
    double[] products = {6, -2, 6, -2};
    double[] capped =
        IntStream.range(0, 4).mapToDouble(i -> cap * Math.tanh(products[i] / cap)).toArray();
    double[][] wanted = {products, capped, {capped[0], HIDDEN, capped[2], HIDDEN}, {1, 0, 1, 0}};
    for (int mode = 0; mode < wanted.length; mode++) {
      var made =
          run(
              4,
              in(query, KEYS, VALUES, mask),
              "scale",
              2f,
              "softcap",
              (float) cap,
              "qk_matmul_output_mode",
              mode);
      assertArrayEquals(wanted[mode], made.get(3), TOLERANCE);
      assertArrayEquals(new double[] {2, 2}, made.getFirst(), TOLERANCE);
    }
  }

  /// Queries 0 and 1 share the first head of keys, 2 and 3 the second; once with the heads in an
  /// axis of their own, once next to each other.
  @Test
  void headsOfQueriesShareThoseOfKeys() {
    var query = floats(s(1, 4, 1, 1), 0, 0, 0, 0);
    var shared = floats(s(1, 2, 1, 1), 3, 7);
    assertArrayEquals(
        new double[] {3, 3, 7, 7}, run(1, in(query, shared, shared)).getFirst(), TOLERANCE);
    var flat = floats(s(1, 1, 4), 0, 0, 0, 0);
    var flatShared = floats(s(1, 1, 2), 3, 7);
    var made =
        run(1, in(flat, flatShared, flatShared), "q_num_heads", 4, "kv_num_heads", 2).getFirst();
    assertArrayEquals(new double[] {3, 3, 7, 7}, made, TOLERANCE);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var three = floats(s(1, 1, 3), 0, 0, 0);
    refused("op.attention.heads", in(three, three, three), "q_num_heads", 2, "kv_num_heads", 1);
    refused("op.attention.rank", in(three, KEYS, VALUES), "q_num_heads", 1, "kv_num_heads", 1);
    refused("op.attention.fit", in(NOTHING, KEYS, floats(s(1, 1, 3, 1), 1, 2, 3)));
    var heads = floats(s(1, 3, 1, 1), 0, 0, 0);
    var two = floats(s(1, 2, 1, 1), 0, 0);
    refused("op.attention.groups", in(heads, two, two));
    refused("op.attention.mask", in(NOTHING, KEYS, VALUES, floats(s(3, 2), new float[6])));
    refused("op.attention.past", in(NOTHING, KEYS, VALUES, null, KEYS));
  }

  private static void refused(String code, List<@Nullable Tensor> inputs, Object... attributes) {
    var refusal = assertThrows(ProblemException.class, () -> run(1, inputs, attributes));
    assertEquals(code, refusal.problems().getFirst().code());
  }

  /// Of a square, half and the diagonal.
  @Test
  void whatACausalMaskHidesIsNoWork() {
    var op = OneOp.of("Attention", 24, 1, in(NOTHING, KEYS, VALUES), "is_causal", 1);
    var context = OpContext.during(op.op(), 24, op.inputs());
    var operator = Objects.requireNonNull(Operators.find(op.op()));
    var work = operator.work(context, operator.infer(context));
    assertEquals(3 * 2 * (1 + 1), work.flops());
    assertEquals(4 * 2 * Float.BYTES, work.bytes());
  }
}
