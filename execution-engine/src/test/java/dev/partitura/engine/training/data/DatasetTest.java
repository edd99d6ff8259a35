package dev.partitura.engine.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /// Sample `i` is `[i, -i]` with label `i`.
  private static Dataset counting(int count, long seed) {
    var inputs = new float[2 * count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = i;
      inputs[2 * i + 1] = -i;
    }
    var samples =
        new Samples(
            Tensor.ofFloats(inputs, count, 2),
            Tensor.ofLongs(LongStream.range(0, count).toArray(), count));
    return new Dataset("counting", List.of("column"), count, samples, samples, seed);
  }

  @Test
  void anEpochHoldsEverySampleOnce() {
    var data = counting(10, 3);
    var seen = new ArrayList<Long>();
    for (int step = 0; step < 10; step++) {
      var batch = data.batch(step, 4);
      for (int i = 0; i < 4; i++) {
        long label = batch.labels().longAt(i);
        assertEquals(label, batch.inputs().floatAt(2 * i));
        assertEquals(-label, batch.inputs().floatAt(2 * i + 1));
        seen.add(label);
      }
    }
    var all = LongStream.range(0, 10).boxed().toList();
    for (int epoch = 0; epoch < 4; epoch++) {
      assertEquals(all, seen.subList(10 * epoch, 10 * epoch + 10).stream().sorted().toList());
    }
    assertNotEquals(seen.subList(0, 10), seen.subList(10, 20));
    assertNotEquals(all, seen.subList(0, 10));
  }

  @Test
  void aBatchFollowsFromSeedAndStepAlone() {
    var data = counting(50, 3);
    var later = data.batch(40, 8);
    data.batch(2, 8);
    assertEquals(-1, later.labels().data().mismatch(data.batch(40, 8).labels().data()));
    assertEquals(-1, later.labels().data().mismatch(counting(50, 3).batch(40, 8).labels().data()));
    assertNotEquals(
        -1, later.labels().data().mismatch(counting(50, 4).batch(40, 8).labels().data()));
  }

  @Test
  void aBatchMayBeLargerThanTheData() {
    var labels = counting(3, 1).batch(1, 9).labels().toLongs();
    assertEquals(9, labels.length);
    for (long label = 0; label < 3; label++) {
      long wanted = label;
      assertEquals(3, LongStream.of(labels).filter(each -> each == wanted).count());
    }
  }

  @Test
  void dataTakeTheShapeOfTheNetwork() {
    var digits = Datasets.of("digits", 1);
    var flat = new TensorType(DataType.FLOAT, Shape.of(-1, 784));
    var fitted = digits.fitted(flat);
    assertEquals("4×784", fitted.batch(0, 4).inputs().shape().toString());
    assertSame(digits.train().labels(), fitted.train().labels());
    assertEquals(
        -1, digits.batch(5, 4).inputs().data().mismatch(fitted.batch(5, 4).inputs().data()));
    var tokens = Datasets.of("copy", 1).fitted(TensorType.of(DataType.INT64, 8, 16));
    assertEquals(DataType.INT64, tokens.batch(0, 2).inputs().dataType());
    assertEquals(tokens.batch(0, 2).labels().longAt(8), tokens.batch(0, 2).inputs().longAt(0));
  }

  @Test
  void dataOfAnotherSizeAreRefused() {
    var digits = Datasets.of("digits", 1);
    var refused =
        assertThrows(
            ProblemException.class,
            () -> digits.fitted(TensorType.of(DataType.FLOAT, 4, 3, 224, 224)));
    assertEquals(
        "A sample of digits has the axes channel 1 × height 28 × width 28, but the network takes"
            + " float32 4×3×224×224.",
        refused.problems().getFirst().message());
  }
}
