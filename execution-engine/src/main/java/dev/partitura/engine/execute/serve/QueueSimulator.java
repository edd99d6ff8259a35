package dev.partitura.engine.execute.serve;

import dev.partitura.engine.limit.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Runs a load through the queue in thought: the same [Dispatcher] as the real server has, driven
/// by the events of a virtual clock. The same seed gives the same figures. Cost O(instances) an
/// event.
public final class QueueSimulator implements Dispatcher.Outcome {
  private static final int CHECK_EVERY = 1 << 12;

  private final QueueSettings settings;
  private final ServiceTime service;
  private final RandomGenerator draws;
  private final Dispatcher dispatcher;
  private final ServingRecorder recorder;
  private final long[] endNanos;
  private final long[] startNanos;
  private final List<Request>[] batches;

  private QueueSimulator(
      QueueSettings settings, ServiceTime service, RandomGenerator draws, long warmupNanos) {
    this.settings = settings;
    this.service = service;
    this.draws = draws;
    dispatcher = new Dispatcher(settings, service::meanSeconds, this);
    recorder = new ServingRecorder(warmupNanos, settings.instances());
    endNanos = new long[settings.instances()];
    startNanos = new long[settings.instances()];
    Arrays.fill(endNanos, Arrivals.NEVER);
    batches = newBatches(settings.instances());
  }

  // Java makes no arrays of lists; these hold none but ours.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<Request>[] newBatches(int count) {
    return new List[count];
  }

  /// How long a load lasts.
  ///
  /// @param requests at most
  /// @param untilNanos nothing is due after this
  /// @param warmupNanos what is due before this does not count
  public record Length(long requests, long untilNanos, long warmupNanos) {
    /// So many requests, the first tenth of which does not count.
    public static Length ofRequests(long requests, Arrivals arrivals) {
      long tenth = Math.round(requests / arrivals.perSecond() / 10 * Arrivals.NANOS);
      return new Length(requests, Arrivals.NEVER, tenth);
    }
  }

  public static ServingFigures simulate(
      Arrivals arrivals, ServiceTime service, QueueSettings settings, Length length, long seed) {
    var random = new SplittableRandom(seed);
    var times = arrivals.times(random.split());
    return new QueueSimulator(settings, service, random, length.warmupNanos()).run(times, length);
  }

  private ServingFigures run(Arrivals.Times times, Length length) {
    long number = 0;
    long last = 0;
    long due = length.requests() == 0 ? Arrivals.NEVER : times.next();
    while (true) {
      int ending = ending();
      long end = endNanos[ending];
      long wake = dispatcher.wakeNanos();
      long now = Math.min(due, Math.min(end, wake));
      if (now == Arrivals.NEVER) {
        break;
      }
      if (end == now) {
        end(ending, now);
      } else if (due == now) {
        arrive(number++, now);
        last = now;
        if (number % CHECK_EVERY == 0) {
          Checkpoint.pass();
        }
        due = number < length.requests() ? times.next() : Arrivals.NEVER;
        if (due > length.untilNanos()) {
          due = Arrivals.NEVER;
        }
        if (due == Arrivals.NEVER) {
          recorder.until(length.untilNanos() == Arrivals.NEVER ? last : length.untilNanos());
        }
      } else {
        dispatcher.passes(now);
      }
    }
    return recorder.figures(last);
  }

  /// The instance that ends first.
  private int ending() {
    int first = 0;
    for (int i = 1; i < endNanos.length; i++) {
      if (endNanos[i] < endNanos[first]) {
        first = i;
      }
    }
    return first;
  }

  private void arrive(long number, long now) {
    // Where batches are of one, what a request takes is its own and known to the policy.
    double seconds =
        settings.batchMax() == 1 ? service.drawSeconds(1, draws) : service.meanSeconds(1);
    var request =
        new Request(
            number,
            now,
            settings.deadlines().of(number, now),
            Math.round(seconds * Arrivals.NANOS),
            null);
    recorder.offered(request);
    dispatcher.arrives(request, now);
  }

  private void end(int instance, long now) {
    var batch = batches[instance];
    long took = now - startNanos[instance];
    recorder.batch(instance, batch.size(), startNanos[instance], now);
    for (var request : batch) {
      recorder.answers(request, now, took, 0);
    }
    endNanos[instance] = Arrivals.NEVER;
    dispatcher.ends(instance, now);
  }

  @Override
  public void starts(int instance, List<Request> batch, long nowNanos) {
    long takes =
        settings.batchMax() == 1
            ? batch.getFirst().workNanos()
            : Math.round(service.drawSeconds(batch.size(), draws) * Arrivals.NANOS);
    batches[instance] = batch;
    startNanos[instance] = nowNanos;
    endNanos[instance] = nowNanos + takes;
  }

  @Override
  public void sheds(Request request, Shed why, long nowNanos) {
    recorder.sheds(request, why);
  }
}
