package dev.partitura.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static int passes(int count) {
    for (int i = 0; i < count; i++) {
      Checkpoint.pass();
    }
    return count;
  }

  @Test
  void nobodyStopsWorkThatNobodyWatches() {
    assertEquals(1000, passes(1000));
    assertFalse(Checkpoint.isCancelled());
  }

  @Test
  void cancelledWorkEndsAtItsNextCheckpoint() {
    var cancelled = new AtomicBoolean();
    var beyond = new AtomicBoolean();
    assertThrows(
        CancelledException.class,
        () ->
            Checkpoint.until(
                cancelled::get,
                () -> {
                  passes(3);
                  cancelled.set(true);
                  assertTrue(Checkpoint.isCancelled());
                  passes(1);
                  beyond.set(true);
                  return 0;
                }));
    assertFalse(beyond.get());
  }

  @Test
  void stepsAreCountedExactly() {
    assertEquals(10, Checkpoint.<Integer, RuntimeException>within(10, () -> passes(10)));
    assertThrows(StepsExhaustedException.class, () -> Checkpoint.within(10, () -> passes(11)));
  }

  @Test
  void innerWorkCountsForTheOuterToo() {
    assertThrows(
        StepsExhaustedException.class,
        () -> Checkpoint.within(10, () -> Checkpoint.within(100, () -> passes(11))));
    assertThrows(
        CancelledException.class,
        () -> Checkpoint.until(() -> true, () -> Checkpoint.within(100, () -> passes(1))));
  }
}
