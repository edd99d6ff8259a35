package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.Distribution;
import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Measures how long batches of each size take, all instances at once as when there is much to do;
/// this warms them up too.
final class ServiceMeasurement {
  private static final long SETTLE_NANOS = 200_000_000;
  private static final long MEASURE_NANOS = 400_000_000;
  private static final int FEWEST = 10;
  private static final int MOST = 4000;

  private ServiceMeasurement() {}

  static ServiceTime.OfSizes of(
      List<? extends ServingInstance> instances, List<Integer> sizes, Query query) {
    var bySize = new TreeMap<Integer, Distribution>();
    for (int size : sizes) {
      var batch = Collections.nCopies(size, query);
      Checkpoint.pass();
      bySize.put(size, measured(instances, batch));
    }
    return new ServiceTime.OfSizes(bySize);
  }

  private static Distribution measured(
      List<? extends ServingInstance> instances, List<Query> batch) {
    try (var threads = Executors.newFixedThreadPool(instances.size())) {
      var all = new ArrayList<Double>();
      for (var times :
          threads.invokeAll(
              instances.stream()
                  .map(instance -> (Callable<List<Double>>) () -> seconds(instance, batch))
                  .toList())) {
        all.addAll(times.get());
      }
      return new Distribution.Measured(all.stream().mapToDouble(Double::doubleValue).toArray());
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static List<Double> seconds(ServingInstance instance, List<Query> batch) {
    long begin = System.nanoTime();
    int runs = 0;
    while (runs < 2 || System.nanoTime() - begin < SETTLE_NANOS) {
      instance.serve(batch);
      runs++;
    }
    var times = new ArrayList<Double>();
    long start = System.nanoTime();
    while (times.size() < FEWEST
        || times.size() < MOST && System.nanoTime() - start < MEASURE_NANOS) {
      long before = System.nanoTime();
      instance.serve(batch);
      times.add((System.nanoTime() - before) / Arrivals.NANOS);
    }
    return times;
  }
}
