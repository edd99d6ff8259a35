package dev.partitura.engine.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MadeDataTest {
  @Test
  void theSameSeedMakesTheSameData() {
    for (var name : Datasets.names()) {
      var one = Datasets.of(name, 7);
      var again = Datasets.of(name, 7);
      var other = Datasets.of(name, 8);
      assertEquals(-1, mismatch(one.train().inputs(), again.train().inputs()), name);
      assertEquals(-1, mismatch(one.test().labels(), again.test().labels()), name);
      assertEquals(-1, mismatch(one.batch(9, 32).inputs(), again.batch(9, 32).inputs()), name);
      assertNotEquals(-1, mismatch(one.train().inputs(), other.train().inputs()), name);
      assertNotEquals(-1, mismatch(one.train().inputs(), one.test().inputs()), name);
    }
  }

  private static long mismatch(Tensor one, Tensor other) {
    return one.data().mismatch(other.data());
  }

  @Test
  void labelsAreClassesAndTheseAreBalanced() {
    for (var name : Datasets.names()) {
      var data = Datasets.of(name, 1);
      for (var samples : List.of(data.train(), data.test())) {
        var counts = counts(samples.labels(), data.classes());
        for (int label = 0; label < data.classes(); label++) {
          assertTrue(counts[label] > 0, name);
        }
        if (!name.equals("copy")) {
          for (int count : counts) {
            assertEquals(samples.count() / data.classes(), count, name);
          }
        }
      }
    }
  }

  private static int[] counts(Tensor labels, int classes) {
    var counts = new int[classes];
    for (long i = 0; i < labels.elementCount(); i++) {
      counts[(int) labels.longAt(i)]++;
    }
    return counts;
  }

  @Test
  void digitsAreInkOnPaper() {
    var data = Datasets.of("digits", 3);
    assertEquals("6000×1×28×28", data.train().inputs().shape().toString());
    assertEquals("6000", data.train().labels().shape().toString());
    var inputs = data.test().inputs();
    double ink = 0;
    for (long i = 0; i < inputs.elementCount(); i++) {
      assertTrue(inputs.floatAt(i) >= 0 && inputs.floatAt(i) <= 1);
      ink += inputs.floatAt(i);
    }
    double share = ink / inputs.elementCount();
    assertTrue(share > 0.05 && share < 0.35, "share of ink " + share);
  }

  @Test
  void digitsAreNeitherNoiseNorTrivial() {
    var data = Datasets.of("digits", 5);
    double right = nearestMean(data);
    assertTrue(right > 0.5 && right < 0.97, "nearest means find " + right);
  }

  @Test
  void nearestMeansDoNotPartSpiralsAndCorners() {
    for (var name : List.of("spirals", "xor")) {
      double right = nearestMean(Datasets.of(name, 5));
      assertTrue(right < 0.7, name + ": nearest means find " + right);
    }
  }

  /// Share of the test samples whose class has the nearest mean.
  private static double nearestMean(Dataset data) {
    var train = data.train();
    int elements = (int) (train.inputs().elementCount() / train.count());
    var means = new double[data.classes()][elements];
    var counts = counts(train.labels(), data.classes());
    for (int i = 0; i < train.count(); i++) {
      int label = (int) train.labels().longAt(i);
      for (int k = 0; k < elements; k++) {
        means[label][k] += train.inputs().floatAt((long) i * elements + k) / counts[label];
      }
    }
    int right = 0;
    var test = data.test();
    for (int i = 0; i < test.count(); i++) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int label = 0; label < means.length; label++) {
        double away = 0;
        for (int k = 0; k < elements; k++) {
          double d = test.inputs().floatAt((long) i * elements + k) - means[label][k];
          away += d * d;
        }
        if (away < least) {
          least = away;
          nearest = label;
        }
      }
      right += nearest == test.labels().longAt(i) ? 1 : 0;
    }
    return right / (double) test.count();
  }

  @Test
  void sequencesAreSaidAgainBehindThemselves() {
    var data = Datasets.of("copy", 2);
    assertEquals("8000×16", data.train().labels().shape().toString());
    for (int i = 0; i < 100; i++) {
      for (int k = 0; k < 8; k++) {
        long symbol = data.train().inputs().longAt(i * 16L + k);
        assertTrue(symbol >= 1 && symbol < data.classes());
        assertEquals(0, data.train().inputs().longAt(i * 16L + 8 + k));
        assertEquals(0, data.train().labels().longAt(i * 16L + k));
        assertEquals(symbol, data.train().labels().longAt(i * 16L + 8 + k));
      }
    }
  }

  @Test
  void cornersOfTheExclusiveOrAreRight() {
    var data = Datasets.of("xor", 2);
    for (int i = 0; i < data.train().count(); i++) {
      boolean x = data.train().inputs().floatAt(2L * i) > 0;
      boolean y = data.train().inputs().floatAt(2L * i + 1) > 0;
      assertEquals(x != y ? 1 : 0, data.train().labels().longAt(i));
    }
  }
}
