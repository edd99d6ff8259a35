package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Operators that read and write an image off its grid or by columns of it.
class SampledOperatorsTest {
  private static final float CLOSE = 1e-5f;

  private static Tensor random(Random random, long... sizes) {
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return Tensor.ofFloats(values, sizes);
  }

  private static float[] run(String type, int opset, List<Tensor> inputs, Object... attributes) {
    return OneOp.of(type, opset, 1, List.copyOf(inputs), attributes).run().getFirst().toFloats();
  }

  @Test
  void aDeformedConvolutionWithoutOffsetsIsTheConvolution() {
    var random = new Random(1);
    var x = random(random, 2, 4, 5, 6);
    var w = random(random, 6, 2, 3, 2);
    var offset = Tensor.ofFloats(new float[2 * 2 * 6 * 2 * 3 * 4], 2, 2 * 6 * 2, 3, 4);
    Object[] attributes = {
      "group", 2, "strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 2}
    };
    var withGroups = Arrays.copyOf(attributes, attributes.length + 2);
    withGroups[attributes.length] = "offset_group";
    withGroups[attributes.length + 1] = 2;
    assertArrayEquals(
        run("Conv", 22, List.of(x, w), attributes),
        run("DeformConv", 22, List.of(x, w, offset), withGroups),
        CLOSE);
  }

  @Test
  void offsetsMoveWhereTapsReadAndMasksScaleIt() {
    var x = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
    var w = Tensor.ofFloats(new float[] {1}, 1, 1, 1, 1);
    var bias = Tensor.ofFloats(new float[] {10}, 1);
    var offset = new float[18];
    Arrays.fill(offset, 0, 9, 0.5f);
    Arrays.fill(offset, 9, 18, 1);
    var mask = new float[9];
    Arrays.fill(mask, 2);
    // Half a row down and one column on; a neighbour beyond the image counts as 0.
    assertArrayEquals(
        new float[] {17, 19, 10, 23, 25, 10, 18, 19, 10},
        run(
            "DeformConv",
            19,
            List.of(
                x,
                w,
                Tensor.ofFloats(offset, 1, 2, 3, 3),
                bias,
                Tensor.ofFloats(mask, 1, 1, 3, 3))),
        CLOSE);
    assertThrows(
        ProblemException.class,
        () -> run("DeformConv", 19, List.of(x, w, Tensor.ofFloats(mask, 1, 1, 3, 3))));
  }

  @Test
  void columnsGoBackToWhereTheyWereTaken() {
    var ones = new float[2 * 4 * 4];
    Arrays.fill(ones, 1);
    assertArrayEquals(
        new float[] {1, 2, 1, 2, 4, 2, 1, 2, 1, 1, 2, 1, 2, 4, 2, 1, 2, 1},
        run(
            "Col2Im",
            18,
            List.of(
                Tensor.ofFloats(ones, 1, 8, 4),
                Tensor.ofLongs(new long[] {3, 3}, 2),
                Tensor.ofLongs(new long[] {2, 2}, 2))));
    assertThrows(
        ProblemException.class,
        () ->
            run(
                "Col2Im",
                18,
                List.of(
                    Tensor.ofFloats(ones, 1, 8, 4),
                    Tensor.ofLongs(new long[] {4, 3}, 2),
                    Tensor.ofLongs(new long[] {2, 2}, 2))));
  }

  @Test
  void theGridOfTheIdentityReadsTheImageItself() {
    var random = new Random(2);
    var x = random(random, 2, 3, 4, 5);
    var theta = Tensor.ofFloats(new float[] {1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0}, 2, 2, 3);
    var size = Tensor.ofLongs(new long[] {2, 3, 4, 5}, 4);
    for (int aligned = 0; aligned <= 1; aligned++) {
      var grid =
          OneOp.of("AffineGrid", 20, 1, List.of(theta, size), "align_corners", aligned)
              .run()
              .getFirst();
      assertArrayEquals(
          x.toFloats(), run("GridSample", 20, List.of(x, grid), "align_corners", aligned), CLOSE);
    }
    assertArrayEquals(
        new float[] {-1, 0.5f, 1, 0.5f},
        run(
            "AffineGrid",
            20,
            List.of(
                Tensor.ofFloats(new float[] {1, 0, 0, 0, 1, 0.5f}, 1, 2, 3),
                Tensor.ofLongs(new long[] {1, 1, 1, 2}, 4)),
            "align_corners",
            1));
  }
}
