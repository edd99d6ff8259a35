package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.TaskQueue;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One thread per queue that has tasks, a CPU worker's pinned to its core, alive until closed. Runs
/// one [GraphRun] at a time.
final class WorkerPool implements AutoCloseable {
  private static final int SPINS = 4_000;
  private static final int SPINS_ON_SHARED_CORE = 20;
  private static final long REPORT_MILLIS = 25;

  private final Thread[] threads;
  private final int count;
  private volatile @Nullable Job job;
  private volatile boolean closed;
  private volatile @Nullable Throwable enterFault;

  private long jobs;

  private record Job(long number, GraphRun run, CountDownLatch left) {}

  /// @param queues of the cluster
  /// @param used numbers of those that get a thread
  /// @param enter called first on every thread
  WorkerPool(Cluster cluster, List<TaskQueue> queues, int[] used, Runnable enter) {
    threads = new Thread[queues.size()];
    count = used.length;
    for (int queue : used) {
      var device = cluster.devices().get(queues.get(queue).device());
      var thread = new Thread(() -> serve(queue, device, enter), "partitura-worker-" + device.id());
      thread.setDaemon(true);
      threads[queue] = thread;
    }
    for (int queue : used) {
      threads[queue].start();
    }
  }

  /// How often an idle worker of this cluster looks again before it parks: seldom where workers
  /// outnumber cores.
  static int spins(Cluster cluster, int workers) {
    if (cluster.devices().stream().anyMatch(device -> device.kind() != DeviceKind.CPU)) {
      // Threads that feed the lanes of cards have no core of their own.
      return SPINS_ON_SHARED_CORE;
    }
    long cores = cluster.devices().stream().mapToInt(device -> device.core()).distinct().count();
    return workers > cores || workers > Runtime.getRuntime().availableProcessors()
        ? SPINS_ON_SHARED_CORE
        : SPINS;
  }

  private void serve(int queue, Device device, Runnable enter) {
    if (device.kind() == DeviceKind.CPU) {
      LinuxCalls.pinThread(device.core());
    }
    try {
      enter.run();
    } catch (Throwable fault) {
      enterFault = fault;
    }
    long last = 0;
    while (!closed) {
      var next = job;
      if (next == null || next.number() == last) {
        LockSupport.park(this);
        continue;
      }
      last = next.number();
      try {
        if (enterFault != null) {
          next.run().stop();
        } else {
          next.run().work(queue);
        }
      } finally {
        next.left().countDown();
      }
    }
  }

  /// Runs `iterations` of the graph and blocks until every worker has left it, at its end, on a
  /// fault or on cancellation.
  ///
  /// @param progress hears the tasks done
  void run(
      GraphRun run,
      int iterations,
      Recording recording,
      Cancellation cancellation,
      LongConsumer progress) {
    run.start(iterations, recording, cancellation, threads);
    var left = new CountDownLatch(count);
    job = new Job(++jobs, run, left);
    for (var thread : threads) {
      LockSupport.unpark(thread);
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (left.await(REPORT_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException asked) {
        interrupted = true;
        run.stop();
      }
      if (cancellation.isCancelled() || Checkpoint.isCancelled()) {
        run.stop();
      }
      progress.accept(run.tasksDone());
    }
    job = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    var fault = enterFault;
    if (fault != null) {
      throw new IllegalStateException(
          "A worker thread could not be made ready: " + fault.getMessage(), fault);
    }
  }

  /// Ends the threads and waits for them.
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (var thread : threads) {
      LockSupport.unpark(thread);
    }
    for (var thread : threads) {
      while (thread != null && thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException asked) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
