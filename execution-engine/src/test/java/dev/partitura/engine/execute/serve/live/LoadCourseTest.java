package dev.partitura.engine.execute.serve.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.serve.ConstantArrivals;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServiceText;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// How a load goes over time, for who watches it.
class LoadCourseTest {
  private static final long SERVICE_NANOS = 1_000_000;

  /// Hears of a load, and ends it after so many stretches.
  private static final class Listener implements LoadWatch {
    private final List<LoadStretch> heard = new ArrayList<>();
    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    Listener(int most) {
      this.most = most;
    }

    @Override
    public void stretch(List<DeviceId> devices, LoadStretch stretch) {
      heard.add(stretch);
      count.incrementAndGet();
    }

    @Override
    public boolean isOver() {
      return count.get() >= most;
    }
  }

  private static LoadResult under(double perSecond, double seconds, LoadWatch watch) {
    var load =
        new Load(
            LoadScenario.SERVER,
            new ConstantArrivals(perSecond),
            QueueSettings.PLAIN,
            seconds,
            0.2,
            1,
            0);
    return LoadRun.of(
        List.of(new BusyInstance(SERVICE_NANOS, 0)),
        ServiceText.read("constant:1ms"),
        Map.of(),
        load,
        watch);
  }

  @Test
  void stretchesFollowEachOtherFromTheStartAndCountAllThatIsAnswered() {
    var listener = new Listener(Integer.MAX_VALUE);
    var result = under(100, 1, listener);
    var course = java.util.Objects.requireNonNull(result.course());
    assertEquals(listener.heard, course.stretches());
    long at = 0;
    long answered = 0;
    for (var stretch : course.stretches()) {
      assertEquals(at, stretch.fromNanos());
      at = stretch.untilNanos();
      answered += stretch.answered();
    }
    // A request each 10 ms from the first on, the warm-up with them.
    assertEquals(120, answered, 2);
    assertEquals(0, course.stretches().getLast().waiting());
  }

  @Test
  void thePartsOfASlowRequestAddUpToItsLatency() {
    var course =
        java.util.Objects.requireNonNull(
            under(2000, 0.5, new Listener(Integer.MAX_VALUE)).course());
    assertEquals(50, course.slowest().size());
    var slowest = course.slowest().getFirst();
    assertTrue(slowest.latencyNanos() >= course.slowest().getLast().latencyNanos());
    assertTrue(slowest.queueNanos() > 10 * SERVICE_NANOS, slowest.toString());
    assertTrue(slowest.ahead() > 10, slowest.toString());
    assertEquals(SERVICE_NANOS, slowest.computeNanos(), SERVICE_NANOS / 10.0);
    assertTrue(slowest.dueNanos() >= 200_000_000);
  }

  @Test
  void aLoadThatIsEndedTellsOfTheTimeUntilThen() {
    var result = under(100, 3600, new Listener(4));
    var measured = result.measured();
    assertTrue(measured.seconds() > 0.3 && measured.seconds() < 60, measured.seconds() + " s");
    assertEquals(100, measured.offeredPerSecond(), 5);
    var predicted = java.util.Objects.requireNonNull(result.predicted());
    assertEquals(measured.seconds(), predicted.seconds(), 1e-6);
  }

  @Test
  void nothingIsKeptWhereNobodyWatches() {
    assertNull(under(100, 0.1, LoadWatch.NONE).course());
  }
}
