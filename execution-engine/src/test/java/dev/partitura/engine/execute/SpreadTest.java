package dev.partitura.engine.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
    assertEquals(15, Spread.median(new long[] {20, 10}));
    assertEquals(25, Spread.median(new long[] {90, 20, 10, 30}));
    assertEquals(20, Spread.median(new long[] {90, 20, 10}));
    assertTrue(Double.isNaN(Spread.median(new long[0])));
  }

  @Test
  void quartilesLieBetweenTheNearestTwo() {
    assertEquals(new Spread(4, 10, 17.5, 25, 45, 90), Spread.of(new long[] {90, 20, 10, 30}));
    assertEquals(new Spread(1, 7, 7, 7, 7, 7), Spread.of(new long[] {7}));
  }

  @Test
  void theMeasurementsStayInOrder() {
    var values = new long[] {3, 1, 2};
    Spread.of(values);
    assertEquals(3, values[0]);
  }
}
