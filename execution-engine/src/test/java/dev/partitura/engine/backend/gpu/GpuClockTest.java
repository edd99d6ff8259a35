package dev.partitura.engine.backend.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Times of a card are put onto the clock of this process.
class GpuClockTest {
  @Test
  void oneReadingShiftsTimes() {
    long now = System.nanoTime();
    var clock = new GpuClock(() -> new GpuClock.Reading(1_000, now, 40));
    assertEquals(now + 500, clock.nanos(1_500));
    assertEquals(now - 300, clock.nanos(700));
    assertEquals(40, clock.errorNanos());
  }

  @Test
  void betweenTwoReadingsTheRatioOfTheClocksCounts() {
    long now = System.nanoTime();
    long old = now - 1_000_000_000;
    // The clock of the card gains a thousandth.
    var readings =
        new ArrayDeque<>(
            List.of(
                new GpuClock.Reading(0, old, 10), new GpuClock.Reading(1_001_000_000, now, 70)));
    var clock = new GpuClock(() -> readings.size() > 1 ? readings.remove() : readings.getFirst());
    assertEquals(old + 500_000_000, clock.nanos(500_500_000), 1);
    assertEquals(70, clock.errorNanos());
  }
}
