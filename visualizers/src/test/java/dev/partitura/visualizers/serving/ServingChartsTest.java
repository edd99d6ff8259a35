package dev.partitura.visualizers.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.execute.serve.ConstantArrivals;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.TimeTally;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadStretch;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.Chart;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingChartsTest {
  private static final long TENTH = 100_000_000;

  private final ServingCharts charts =
      new ServingCharts(
          Texts.of(ServingCharts.class, Language.ENGLISH),
          Texts.of(PlanLabel.class, Language.ENGLISH));

  /// Half a second of warm-up before one that counts, with a deadline of 20 ms.
  private final Load load =
      new Load(
          LoadScenario.SERVER,
          new ConstantArrivals(10),
          new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 20_000_000, false),
          1,
          0.5,
          1,
          0);

  private static LoadStretch stretch(int from, int to, int answered, int waiting) {
    var latency = new TimeTally();
    for (int i = 0; i < answered; i++) {
      latency.add(2_000_000);
    }
    return new LoadStretch(
        from * TENTH,
        to * TENTH,
        latency.percentiles(),
        1,
        0,
        waiting,
        answered,
        2L * answered,
        new double[] {0.5},
        new double[] {0.25});
  }

  @Test
  void theEmptyingOfTheQueueIsMarkedOnceItBegan() {
    var before = charts.queue(load, List.of(stretch(0, 2, 1, 3), stretch(2, 4, 1, 4)));
    assertEquals(
        List.of(new Chart.Band("warm-up", 0, 0.5), new Chart.Band("emptying", 1.5, 1.5)),
        before.bands());
    var after = charts.queue(load, List.of(stretch(0, 14, 1, 3), stretch(14, 17, 1, 0)));
    assertEquals(new Chart.Band("emptying", 1.5, 1.7), after.bands().getLast());
    assertArrayEquals(new double[] {3, 0}, after.curves().getFirst().ys());
    assertArrayEquals(new double[] {2, 2}, after.curves().getLast().ys());
  }

  @Test
  void aStretchWithoutAnswersHasNoLatency() {
    var latency = charts.latency(load, List.of(stretch(0, 2, 4, 0), stretch(2, 4, 0, 0)));
    assertArrayEquals(new double[] {0.2}, latency.curves().getFirst().xs());
    assertEquals(20_000_000, latency.levels().getFirst().value());
  }

  @Test
  void aLastShortStretchMakesNoRate() {
    var rates =
        charts.rates(
            load,
            List.of(
                stretch(0, 2, 4, 0),
                new LoadStretch(
                    2 * TENTH,
                    2 * TENTH + 1000,
                    stretch(0, 2, 4, 0).latencyNanos(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    new double[1],
                    new double[1])));
    assertArrayEquals(new double[] {20}, rates.curves().getFirst().ys());
  }
}
