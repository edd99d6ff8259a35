package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What is refused, and how the sentence reads.
@NullMarked
class RefusalTest {
  private static Tensor floats(long... sizes) {
    return Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
  }

  private static String refusal(OneOp one) {
    return requireNonNull(assertThrows(ProblemException.class, one::run).getMessage());
  }

  @Test
  void channelsThatDoNotFitAreNamed() {
    var one = OneOp.of("Conv", 17, 1, List.of(floats(1, 3, 8, 8), floats(4, 2, 3, 3)));
    assertEquals(
        "Op op (Conv) has 3 input channels but weights 4×2×3×3 for 2 in 1 group. Change the weights, the group count or the input.",
        refusal(one));
    assertEquals(refusal(one), one.types().problems().getFirst().sentence());
  }

  @Test
  void indicesOutOfRangeAreRefusedDuringTheRun() {
    var one = OneOp.of("Gather", 17, 1, List.of(floats(3, 2), Tensor.ofLongs(new long[] {3}, 1)));
    assertEquals(
        "Op op (Gather) reads index 3 of axis 0, whose size is 3. Keep indices from -3 to 2.",
        refusal(one));
  }

  @Test
  void outputsLargerThanMemoryAreRefusedBeforeTheyAreMade() {
    var shape = Tensor.ofLongs(new long[] {1L << 20, 1L << 20, 4}, 3);
    var one = OneOp.of("ConstantOfShape", 17, 1, List.of(shape));
    assertTrue(
        refusal(one)
            .startsWith(
                "Op op (ConstantOfShape) would produce float32 1048576×1048576×4, more than the memory at hand."),
        refusal(one));
    var overflowing =
        OneOp.of(
            "ConstantOfShape", 17, 1, List.of(Tensor.ofLongs(new long[] {1L << 40, 1L << 40}, 2)));
    assertTrue(refusal(overflowing).contains("more than the memory at hand"), refusal(overflowing));
  }

  @Test
  void sizesBeyondCountingAreRefusedByInference() {
    var b = new NetworkBuilder("net");
    b.op(
        "Expand",
        b.input("x", Shape.of(1, 1)),
        b.initializer("s", Tensor.ofLongs(new long[] {1L << 40, 1L << 40}, 2)));
    var problems = TypeInference.infer(b.build()).problems();
    assertEquals(List.of("op.size.output"), problems.stream().map(Problem::code).toList());
  }

  @Test
  void attributesOfAnotherKindAreNamed() {
    var one = OneOp.of("Softmax", 17, 1, List.of(floats(2, 3)), "axis", 1.5f);
    assertEquals(
        "Op op (Softmax) takes a whole number as attribute axis but gets a number. Give it a value of the wanted kind.",
        one.types().problems().getFirst().sentence());
  }

  @Test
  void stringsAreNoNumbers() {
    assertEquals(
        "Op op (Add) wants numbers at input 0 but gets string. Insert a Cast.",
        refusal(OneOp.of("Add", 17, 1, List.of(Tensor.ofStrings(new String[] {"a"}), floats()))));
  }

  @Test
  void endlessRangesAreRefused() {
    var one =
        OneOp.of(
            "Range",
            17,
            1,
            List.of(
                Tensor.ofFloats(new float[] {0}),
                Tensor.ofFloats(new float[] {1}),
                Tensor.ofFloats(new float[] {0})));
    assertEquals("Op op (Range) steps by 0. Use another delta.", refusal(one));
  }
}
