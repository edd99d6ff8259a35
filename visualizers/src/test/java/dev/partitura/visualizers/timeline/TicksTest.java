package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.canvas.Axis;
import org.junit.jupiter.api.Test;

class TicksTest {
  private final Axis whole = TimelineScale.time(40e6, 1000);

  @Test
  void ticksAreRoundAndFarEnoughApart() {
    assertEquals("0 ms 5 ms 10 ms 15 ms 20 ms 25 ms 30 ms 35 ms 40 ms", labels(whole));
    assertEquals("10.0 ms 10.5 ms 11.0 ms 11.5 ms 12.0 ms", labels(whole.showing(10e6, 12e6)));
    assertEquals("0 ns 20 ns 40 ns 60 ns 80 ns 100 ns", labels(TimelineScale.time(100, 1000)));
    assertEquals(
        "0.0 s 0.5 s 1.0 s 1.5 s 2.0 s 2.5 s 3.0 s", labels(TimelineScale.time(3e9, 1000)));
  }

  private static String labels(Axis time) {
    var ticks = Ticks.of(time);
    var text = new StringBuilder();
    for (int i = 0; i < ticks.count(); i++) {
      text.append(i == 0 ? "" : " ").append(ticks.label(ticks.nanos(i)).replace('\u2009', ' '));
    }
    return text.toString();
  }
}
