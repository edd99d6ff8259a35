package dev.partitura.engine.execute.serve.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.serve.ArrivalsText;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServiceText;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.engine.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchServerTest {
  private static QueueSettings settings(
      int batchMax, long batchWait, long deadline, boolean sheds) {
    return new QueueSettings(
        1, batchMax, batchWait, QueueSettings.UNLIMITED, QueuePolicy.FIFO, deadline, sheds);
  }

  private static Load load(String arrivals, QueueSettings settings, double seconds) {
    return new Load(
        LoadScenario.SERVER, ArrivalsText.read(arrivals), settings, seconds, 0.2, 3, 100);
  }

  @Test
  void aRealQueueWithKnownTimesIsNearItsPrediction() {
    var result =
        LoadRun.of(
            List.of(new BusyInstance(2_000_000, 0)),
            ServiceText.read("constant:2ms"),
            Map.of(),
            load("poisson:250", settings(1, 0, 0, false), 2));
    var measured = result.measured();
    var predicted = Objects.requireNonNull(result.predicted());
    assertEquals(predicted.offered(), measured.offered());
    assertEquals(measured.offered(), measured.answered());
    assertTrue(measured.latencyNanos().p50() >= 2_000_000);
    // Where others work on the cores too, the times are theirs.
    var machine = ManagementFactory.getOperatingSystemMXBean();
    if (machine.getSystemLoadAverage() < machine.getAvailableProcessors()) {
      assertEquals(
          predicted.latencyNanos().mean(),
          measured.latencyNanos().mean(),
          predicted.latencyNanos().mean() * 0.5);
    }
    assertEquals(1, measured.meanBatch());
    assertEquals(100, Objects.requireNonNull(result.trace()).flowCount() / 2);
  }

  @Test
  void requestsThatWaitShareABatch() {
    var measured =
        LoadRun.of(
                List.of(new BusyInstance(4_000_000, 100_000)),
                ServiceText.read("linear:4ms,0.1ms"),
                Map.of(),
                load("constant:1000", settings(8, 0, 0, false), 1))
            .measured();
    assertTrue(measured.meanBatch() > 3, measured::toString);
    assertTrue(measured.batchSizes().lastKey() <= 8, measured::toString);
    assertEquals(measured.offered(), measured.answered());
  }

  @Test
  void aGeneratorIsTooLateWhereItsLatenessIsMuchOfALatency() {
    var load = load("constant:100", settings(1, 0, 0, false), 0.3);
    var figures =
        LoadRun.of(
                List.of(new BusyInstance(2_000_000, 0)),
                ServiceText.read("constant:2ms"),
                Map.of(),
                load)
            .measured();
    long p99 = figures.latencyNanos().p99();
    assertTrue(new LoadResult(figures, null, lag(p99 / 11), null, null).generatorKeptUp());
    assertFalse(new LoadResult(figures, null, lag(p99 / 9), null, null).generatorKeptUp());
  }

  private static Percentiles lag(long nanos) {
    return new Percentiles(1, nanos, nanos, nanos, nanos, nanos, nanos, nanos);
  }

  @Test
  void anOverloadIsShedWhereThatIsAskedFor() {
    var measured =
        LoadRun.of(
                List.of(new BusyInstance(4_000_000, 0)),
                ServiceText.read("constant:4ms"),
                Map.of(),
                load("poisson:500", settings(1, 0, 40_000_000, true), 1))
            .measured();
    assertTrue(measured.shed().getOrDefault(Shed.HOPELESS, 0L) > 100, measured::toString);
    assertEquals(measured.offered(), measured.answered() + measured.shedInAll());
    assertTrue(measured.lateShare() < 0.5, measured::toString);
  }

  @Test
  void aClosedLoopHasOneQueryUnderWay() {
    for (var scenario :
        List.of(LoadScenario.SINGLE_STREAM, LoadScenario.MULTI_STREAM, LoadScenario.OFFLINE)) {
      var measured =
          LoadRun.of(
                  List.of(new BusyInstance(1_000_000, 0)),
                  ServiceText.read("constant:1ms"),
                  Map.of(),
                  new Load(
                      scenario,
                      ArrivalsText.read("poisson:1"),
                      settings(8, 0, 0, false),
                      0.3,
                      0.1,
                      1,
                      0))
              .measured();
      assertTrue(measured.answered() > 20, scenario + ": " + measured);
      assertEquals(
          scenario == LoadScenario.SINGLE_STREAM,
          measured.batchSizes().lastKey() == 1,
          "" + scenario);
    }
  }

  /// Counts its ends.
  private static final class Counted implements Query {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger shed = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();

    @Override
    public Map<String, Tensor> inputs() {
      return Map.of();
    }

    @Override
    public boolean wantsOutputs() {
      return false;
    }

    @Override
    public void answered(Map<String, Tensor> outputs, long nanos) {
      answered.incrementAndGet();
    }

    @Override
    public void shed(Shed why) {
      shed.incrementAndGet();
    }

    @Override
    public void failed(RuntimeException fault) {
      failed.incrementAndGet();
    }
  }

  private static BatchServer server(QueueSettings settings, ServingInstance instance) {
    return new BatchServer(
        settings,
        List.of(instance),
        ServiceText.read("constant:1ms"),
        new ServingRecorder(0, 1),
        ServingTrace.none());
  }

  @Test
  void whatWaitsForCompanyIsServedInTime() throws InterruptedException {
    var query = new Counted();
    try (var server = server(settings(8, 5_000_000, 0, false), new BusyInstance(100_000, 0))) {
      server.submit(query, server.now());
      for (int i = 0; i < 400 && query.answered.get() == 0; i++) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertEquals(1, query.answered.get());
    }
  }

  @Test
  void closingShedsWhatWaitsAndAnswersWhatIsUnderWay() {
    var query = new Counted();
    var server = server(settings(1, 0, 0, false), new BusyInstance(50_000_000, 0));
    for (int i = 0; i < 5; i++) {
      server.submit(query, server.now());
    }
    server.close();
    server.submit(query, server.now());
    assertEquals(6, query.answered.get() + query.shed.get());
    assertTrue(query.answered.get() <= 1);
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("partitura-instance")));
  }

  @Test
  void aBatchThatFailsIsToldAndTheServerGoesOn() throws InterruptedException {
    var query = new Counted();
    var first = new CountDownLatch(1);
    var instance =
        new ServingInstance() {
          @Override
          public Answer serve(List<Query> batch) {
            if (first.getCount() > 0) {
              first.countDown();
              throw new IllegalStateException("made to fail");
            }
            return new Answer(Collections.nCopies(batch.size(), Map.of()), 0);
          }

          @Override
          public void close() {
            // Holds nothing.
          }
        };
    try (var server = server(settings(1, 0, 0, false), instance)) {
      server.submit(query, server.now());
      server.submit(query, server.now());
      server.drain();
      for (int i = 0; i < 200 && query.answered.get() == 0; i++) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    assertEquals(1, query.failed.get());
    assertEquals(1, query.answered.get());
  }

  @Test
  void aFailureOfALoadIsTheFailureOfTheRun() {
    var instance =
        new ServingInstance() {
          @Override
          public Answer serve(List<Query> batch) {
            throw new IllegalStateException("made to fail");
          }

          @Override
          public void close() {
            // Holds nothing.
          }
        };
    var load = load("constant:100", settings(1, 0, 0, false), 0.1);
    assertThrows(
        IllegalStateException.class,
        () -> LoadRun.of(List.of(instance), ServiceText.read("constant:1ms"), Map.of(), load));
  }
}
