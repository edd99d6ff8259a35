package dev.partitura.visualizers.throughput;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Session;
import dev.partitura.visualizers.timeline.Sessions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputChartsTest {
  private final Session session = Sessions.empty();
  private final ThroughputCharts charts =
      new ThroughputCharts(session.texts(ThroughputView.class), session.texts(PlanLabel.class));

  @Test
  void repeatsShowTheRateOfEachIteration() {
    var chart = charts.repeats(Sessions.pipelineRun(session));
    // 8 samples in 10.5 ms, and so on.
    assertEquals(8 / 10.5e-3, chart.lines().get(0).values()[0], 1e-9);
    assertArrayEquals(
        new double[] {10_500_000, 10_600_000, 10_550_000, 10_900_000},
        chart.lines().get(1).values());
    assertEquals("repeat\tsamples/s\titeration", chart.table().lines().findFirst().orElseThrow());
    assertEquals(5, chart.table().lines().count());
  }

  @Test
  void everyLatencyFallsIntoOneBin() {
    var chart = charts.latency(Sessions.pipelineRun(session));
    assertEquals(8, Arrays.stream(chart.counts()).sum());
    assertEquals(6_500_000, chart.first());
    assertEquals(
        "[p50 8.70 ms]",
        chart.marks().stream().map(mark -> mark.name().replace('\u2009', ' ')).toList().toString());
  }

  @Test
  void sharesOfADeviceAddUpToOne() {
    var chart = charts.utilization(Sessions.pipelineRun(session));
    assertEquals(List.of("CPU 0 A", "CPU 1 B"), chart.rows());
    for (int device = 0; device < 2; device++) {
      int row = device;
      assertEquals(1, chart.parts().stream().mapToDouble(part -> part.values()[row]).sum(), 1e-9);
    }
    assertEquals(8 / 10.5, chart.parts().getFirst().values()[0], 1e-9);
  }

  @Test
  void speedUpComparesEachRunWithOneDevice() {
    var run = Sessions.pipelineRun(session);
    var chart = charts.speedUps(List.of(run), run);
    assertEquals(List.of("1 · Pipeline 2 × 2"), chart.names());
    assertEquals(15.75 / 10.575, chart.values()[0], 1e-9);
    assertEquals(0, chart.highlighted());
    assertEquals(List.of(1.0, 2.0), chart.levels().stream().map(level -> level.value()).toList());
  }
}
