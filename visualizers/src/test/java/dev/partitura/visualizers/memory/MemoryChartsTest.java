package dev.partitura.visualizers.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.visualizers.timeline.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryChartsTest {
  @Test
  void curvesReachTheEndOfTheRun() {
    var session = Sessions.empty();
    var run = Sessions.pipelineRun(session);
    var charts = new MemoryCharts(session.texts(MemoryView.class));
    var first = charts.overTime(run).curves().getFirst();
    assertEquals("CPU 0 A", first.name());
    assertArrayEquals(new double[] {0, 3e6, 8e6, 10.5e6}, first.xs());
    assertArrayEquals(new double[] {1e6, 3e6, 0, 0}, first.ys());
    assertEquals(List.of("CPU 0 A", "CPU 1 B"), charts.peaks(run).names());
    assertArrayEquals(new double[] {3e6, 1e6}, charts.peaks(run).values());
  }
}
