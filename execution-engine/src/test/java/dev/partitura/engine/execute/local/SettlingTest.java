package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class SettlingTest {
  /// Warms up something whose n-th iteration takes what `nanos` says.
  private static Settling warm(IntToLongFunction nanos) {
    var settling = new Settling();
    for (int next = settling.next(); next > 0; next = settling.next()) {
      int from = settling.iterations();
      var times = new long[next];
      Arrays.setAll(times, i -> nanos.applyAsLong(from + i));
      settling.add(times);
    }
    return settling;
  }

  @Test
  void steadyTimesSettleInThreeWindows() {
    var settling = warm(_ -> 10_000_000);
    assertTrue(settling.hasSettled());
    assertEquals(1 + 3 * 5, settling.iterations());
  }

  @Test
  void shortIterationsFillTheirWindows() {
    assertEquals(1 + 3 * 500, warm(_ -> 100_000).iterations());
  }

  @Test
  void longIterationsAreWarmedThreeAWindow() {
    assertEquals(1 + 3 * 3, warm(_ -> 100_000_000).iterations());
  }

  @Test
  void timesThatStillFallAreWarmedOn() {
    // A compiler makes each of the first thousand iterations a little faster, as it does for LeNet.
    var settling = warm(i -> Math.max(32_000, 133_000 - i * 100L));
    assertTrue(settling.hasSettled());
    assertTrue(settling.iterations() > 1_000 + 2 * 1_500, "" + settling.iterations());
  }

  @Test
  void restlessTimesAreGivenUpAfterTheBudget() {
    var settling = warm(i -> i / 7 % 2 == 0 ? 5_000_000 : 20_000_000);
    assertFalse(settling.hasSettled());
    assertTrue(settling.iterations() > 100 && settling.iterations() < 400);
  }

  @Test
  void oneLongIterationIsEnoughWhereItFillsTheBudget() {
    var settling = warm(_ -> 3_000_000_000L);
    assertEquals(1, settling.iterations());
    assertFalse(settling.hasSettled());
  }

  @Test
  void nothingToRunIsNoEndlessWarmUp() {
    assertEquals(1, warm(_ -> 0).iterations());
  }
}
