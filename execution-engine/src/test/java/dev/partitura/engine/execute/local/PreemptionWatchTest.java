package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PreemptionWatchTest {
  private long cpu = 1_000_000;
  private int asked;
  private final PreemptionWatch watch =
      new PreemptionWatch(() -> {
        asked++;
        return cpu;
      });

  /// A task from `begin` that ran for `ran` of its `wall` nanoseconds.
  private long task(long begin, long wall, long ran) {
    watch.begin(begin);
    cpu += ran;
    return watch.end(begin, begin + wall);
  }

  @Test
  void aTaskThatRanAllTheWhileLostNothing() {
    assertEquals(0, task(0, 3_000_000, 3_000_000));
    assertEquals(0, task(3_000_000, 200_000, 190_000));
  }

  @Test
  void whatTheThreadDidNotRunWasLost() {
    assertEquals(2_500_000, task(0, 3_000_000, 500_000));
    assertEquals(0, task(3_000_000, 3_000_000, 3_000_000));
    assertEquals(1_000_000, task(6_000_000, 1_000_000, 0));
  }

  @Test
  void aShortTaskThatBecameLongIsFoundBehindOthers() {
    assertEquals(0, task(0, 5_000, 5_000));
    assertEquals(0, task(5_000, 5_000, 5_000));
    assertEquals(3_995_000, task(10_000, 4_000_000, 5_000));
  }

  @Test
  void sleepingBetweenTasksIsNoLoss() {
    task(0, 200_000, 200_000);
    watch.forget();
    assertEquals(0, task(250_000, 120_000, 120_000));
    // A long gap says the same by itself.
    assertEquals(0, task(9_000_000, 120_000, 120_000));
  }

  @Test
  void shortTasksDoNotAskTheSystem() {
    task(0, 1_000, 1_000);
    int before = asked;
    for (int i = 1; i < 90; i++) {
      task(i * 1_000L, 1_000, 1_000);
    }
    assertEquals(before, asked);
  }

  @Test
  void whereNobodyKnowsNothingIsLost() {
    var blind = new PreemptionWatch(PreemptionWatch.ThreadClock.NONE);
    blind.begin(0);
    assertEquals(0, blind.end(0, 5_000_000));
  }

  @Test
  void theClockOfAThreadCountsItsWorkAndNotItsSleep() throws InterruptedException {
    var clock = LinuxCalls.threadClock();
    if (clock.nanos() < 0) {
      return;
    }
    long start = clock.nanos();
    Thread.sleep(50);
    long slept = clock.nanos() - start;
    long until = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    long worked = clock.nanos() - start - slept;
    assertTrue(slept < worked || worked == 0, slept + " ns asleep, " + worked + " ns at work");
    assertTrue(worked > 0);
  }
}
