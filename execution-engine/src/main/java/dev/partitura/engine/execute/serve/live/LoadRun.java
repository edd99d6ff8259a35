package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.QueueSimulator;
import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.execute.serve.ServingRecorder;
import dev.partitura.engine.execute.serve.Shed;
import dev.partitura.engine.execute.serve.TimeTally;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Puts instances under a load and counts what becomes of it. Blocks its caller, whose thread makes
/// the requests; cancellation, asked for at checkpoints, sheds what waits.
public final class LoadRun {
  private static final long PATIENCE_MILLIS = 100;

  private final List<? extends ServingInstance> instances;
  private final ServiceTime service;
  private final Map<String, Tensor> sample;
  private final Load load;
  private final LoadWatch watch;
  private long endedNanos;

  private LoadRun(
      List<? extends ServingInstance> instances,
      ServiceTime service,
      Map<String, Tensor> sample,
      Load load,
      LoadWatch watch) {
    this.instances = instances;
    this.service = service;
    this.sample = sample;
    this.load = load;
    this.watch = watch;
    endedNanos = load.untilNanos();
  }

  public static LoadResult of(ServedPlan plan, Load load) {
    return of(plan, load, LoadWatch.NONE);
  }

  /// The same while somebody watches.
  public static LoadResult of(ServedPlan plan, Load load, LoadWatch watch) {
    return new LoadRun(plan.instances(), plan.service(), plan.sample(), load, watch).run();
  }

  /// @param service as it was measured, for order, shedding and prediction
  /// @param sample inputs of every request
  public static LoadResult of(
      List<? extends ServingInstance> instances,
      ServiceTime service,
      Map<String, Tensor> sample,
      Load load) {
    return of(instances, service, sample, load, LoadWatch.NONE);
  }

  /// The same while somebody watches.
  static LoadResult of(
      List<? extends ServingInstance> instances,
      ServiceTime service,
      Map<String, Tensor> sample,
      Load load,
      LoadWatch watch) {
    return new LoadRun(instances, service, sample, load, watch).run();
  }

  private LoadResult run() {
    var recorder = new ServingRecorder(load.warmupNanos(), instances.size());
    var trace =
        load.traced() == 0 ? ServingTrace.none() : ServingTrace.of(instances, load.traced());
    boolean watched = watch.isWatching();
    var meter = watched ? LoadMeter.of(instances, load.warmupNanos()) : LoadMeter.none();
    Percentiles lag;
    ServingFigures measured;
    LoadCourse course = null;
    try (var server =
        new BatchServer(load.settings(), instances, service, recorder, trace, meter)) {
      server.locked(() -> meter.until(load.untilNanos()));
      var watching = watched ? new CourseKeeper(server, meter, watch) : null;
      try {
        lag =
            switch (load.scenario()) {
              case SERVER -> open(server, recorder);
              case SINGLE_STREAM, MULTI_STREAM -> closed(server, recorder);
              case OFFLINE -> atOnce(server, recorder);
            };
      } finally {
        if (watching != null) {
          course = watching.end();
        }
      }
      long now = server.now();
      measured = recorder.figures(now);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    return new LoadResult(measured, predicted(), lag, trace.made().orElse(null), course);
  }

  private Percentiles open(BatchServer server, ServingRecorder recorder)
      throws InterruptedException {
    var query = new SampleQuery(sample);
    var generator = new LoadGenerator(server, query, watch::isOver);
    server.locked(() -> recorder.until(load.untilNanos()));
    generator.run(
        load.arrivals().times(new SplittableRandom(load.seed()).split()), 0, load.untilNanos());
    if (watch.isOver()) {
      endedNanos = Math.min(server.now(), load.untilNanos());
      server.locked(() -> recorder.until(endedNanos));
    }
    server.drain(watch::isOver);
    query.requireAnswers();
    return generator.lag();
  }

  /// The next query when the last is answered; a query of several samples is answered with the last
  /// of them.
  private Percentiles closed(BatchServer server, ServingRecorder recorder)
      throws InterruptedException {
    var answers = new Semaphore(0);
    var query =
        new SampleQuery(sample) {
          @Override
          public void answered(Map<String, Tensor> outputs, long nanos) {
            answers.release();
          }

          @Override
          public void shed(Shed why) {
            answers.release();
          }

          @Override
          public void failed(RuntimeException failure) {
            super.failed(failure);
            answers.release();
          }
        };
    server.locked(() -> recorder.until(load.untilNanos()));
    int samples = load.scenario().samplesOfQuery();
    while (server.now() < load.untilNanos()) {
      long due = server.now();
      for (int i = 0; i < samples; i++) {
        server.submit(query, due);
      }
      while (!answers.tryAcquire(samples, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        Checkpoint.pass();
      }
      query.requireAnswers();
    }
    server.drain();
    return new TimeTally().percentiles();
  }

  /// As many as should fill the time, all due at the start.
  private Percentiles atOnce(BatchServer server, ServingRecorder recorder)
      throws InterruptedException {
    var query = new SampleQuery(sample);
    double perSecond = 0;
    int batchMax = load.settings().batchMax();
    for (int size = 1; size <= batchMax; size++) {
      perSecond = Math.max(perSecond, size / service.meanSeconds(size) * instances.size());
    }
    long requests = Math.max(1, Math.round(perSecond * load.seconds()));
    long begin = load.warmupNanos();
    while (server.now() < begin) {
      Checkpoint.pass();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    for (long i = 0; i < requests; i++) {
      server.submit(query, begin);
    }
    while (server.waiting() > 0) {
      Checkpoint.pass();
      TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS / 10);
    }
    server.drain();
    query.requireAnswers();
    server.locked(() -> recorder.until(server.now()));
    return new TimeTally().percentiles();
  }

  private @Nullable ServingFigures predicted() {
    if (load.scenario() != LoadScenario.SERVER || endedNanos <= load.warmupNanos()) {
      return null;
    }
    var length = new QueueSimulator.Length(Long.MAX_VALUE, endedNanos, load.warmupNanos());
    return QueueSimulator.simulate(
        load.arrivals(),
        service,
        load.settings().withInstances(instances.size()),
        length,
        load.seed());
  }
}
