package dev.partitura.visualizers.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.trace.Counter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CounterSeriesTest {
  @Test
  void largestIsThatOfALinearSearch() {
    var random = new Random(3);
    for (int size : new int[] {1, 5, 16, 100, 700}) {
      var times = random.longs(size, 0, 10_000).sorted().toArray();
      var values = random.doubles(size, 0, 100).toArray();
      var series = new CounterSeries(times, values);
      for (int i = 0; i < 300; i++) {
        double from = random.nextDouble(-10, 10_000);
        double to = from + random.nextDouble(1, 3000);
        double expected = series.at(from);
        for (int point = 0; point < size; point++) {
          expected =
              times[point] > from && times[point] < to
                  ? Math.max(expected, values[point])
                  : expected;
        }
        assertEquals(expected, series.largest(from, to));
      }
    }
  }

  @Test
  void sumAddsWhatHoldsAtEachMoment() {
    var a = new Counter("memory", "bytes", null, new long[] {0, 10, 20}, new double[] {1, 5, 0});
    var b = new Counter("memory", "bytes", null, new long[] {5, 10}, new double[] {2, 3});
    var sum = CounterSeries.sum(List.of(a, b));
    assertEquals(1, sum.at(3));
    assertEquals(3, sum.at(5));
    assertEquals(8, sum.at(10));
    assertEquals(3, sum.at(99));
    assertEquals(8, sum.peak());
  }

  @Test
  void noCountersSumToNothing() {
    assertEquals(0, CounterSeries.sum(List.of()).peak());
    assertEquals(0, CounterSeries.sum(List.of()).largest(0, 10));
  }
}
