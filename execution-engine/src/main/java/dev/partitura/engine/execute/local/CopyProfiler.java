package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.device.CpuRuntime;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SortedMap;
import java.util.TreeMap;

/// Measures how long a worker takes to copy what another has just written, as the transfers of a
/// plan do, by size.
public final class CopyProfiler {
  private static final int ROUNDS = 101;

  /// Until the code is compiled and the memory was touched.
  private static final long WARM_UP_NANOS = 60_000_000;

  private static final long SMALLEST = 1L << 8;
  private static final long LARGEST = 1L << 24;
  private static final int STEP = 4;

  private CopyProfiler() {}

  /// Median nanoseconds by bytes, from 256 B to 16 MiB; between the first two workers, or by the
  /// one alone where there are no more. Stops where the work of this thread is cancelled.
  ///
  /// @param cluster of workers of this machine
  public static SortedMap<Long, Double> nanosByBytes(Cluster cluster) {
    var found = new TreeMap<Long, Double>();
    for (long bytes = SMALLEST; bytes <= LARGEST; bytes *= STEP) {
      found.put(bytes, nanos(cluster, bytes));
    }
    return found;
  }

  private static double nanos(Cluster cluster, long bytes) {
    int last = cluster.devices().size() - 1;
    int receiver = Math.min(1, last);
    var builder = new TaskGraphBuilder(cluster.devices().size());
    builder.edge(builder.compute(0, 0, 0, 0), builder.compute(1, receiver, 0, 0), EdgeKind.RAW);
    var graph = builder.build();
    var runtime = new CpuRuntime(new LoadedPrograms(0));
    var queues = new DeviceQueue[cluster.devices().size()];
    for (int device = 0; device < queues.length; device++) {
      queues[device] = runtime.queue(cluster.devices().get(device), Lane.COMPUTE);
    }
    try (var arena = Arena.ofShared()) {
      var sent = arena.allocate(bytes, 64);
      var received = arena.allocate(bytes, 64);
      Kernel.Bound fill = () -> sent.fill((byte) 1);
      Kernel.Bound copy = () -> MemorySegment.copy(sent, 0, received, 0, bytes);
      var run =
          new GraphRun(
              graph,
              new Kernel.Bound[] {fill, copy},
              queues,
              WorkerPool.spins(cluster, 1 + receiver));
      try (var pool = new WorkerPool(cluster, graph.queues(), run.queues(), () -> {})) {
        long warm = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < warm) {
          round(run, pool, graph);
        }
        var taken = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          taken[round] = round(run, pool, graph);
        }
        return Spread.median(taken);
      }
    } finally {
      for (var queue : queues) {
        queue.close();
      }
    }
  }

  private static long round(GraphRun run, WorkerPool pool, TaskGraph graph) {
    var recording = new Recording(graph, 1, 1, 1);
    pool.run(run, 1, recording, new Cancellation(), _ -> {});
    Checkpoint.pass();
    var times = recording.latest();
    return times.endNanos()[1] - times.beginNanos()[1];
  }
}
