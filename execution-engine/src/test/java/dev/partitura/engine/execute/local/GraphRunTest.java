package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GraphRunTest {
  private static TaskGraph randomGraph(SplittableRandom random, int tasks, int devices) {
    var builder = new TaskGraphBuilder(devices);
    for (int task = 0; task < tasks; task++) {
      builder.compute(0, random.nextInt(devices), 0, 0);
      int edges = Math.min(task, random.nextInt(4));
      for (int i = 0; i < edges; i++) {
        builder.edge(task - 1 - random.nextInt(Math.min(task, 20)), task, EdgeKind.RAW);
      }
    }
    return builder.build();
  }

  /// Each task takes the sum of its predecessors' numbers plus one, without any synchronization of
  /// its own.
  private static Kernel.Bound[] counting(TaskGraph graph, long[] sums) {
    var into = new int[graph.taskCount()][];
    Arrays.setAll(into, _ -> new int[0]);
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        int next = graph.successor(edge);
        into[next] = Arrays.copyOf(into[next], into[next].length + 1);
        into[next][into[next].length - 1] = task;
      }
    }
    var work = new Kernel.Bound[graph.taskCount()];
    for (int task = 0; task < work.length; task++) {
      int self = task;
      work[task] =
          () -> {
            long sum = 1;
            for (int before : into[self]) {
              sum += sums[before] % 1_000_003;
            }
            sums[self] = sums[self] * 31 + sum;
          };
    }
    return work;
  }

  private static DeviceQueue[] queues(TaskGraph graph) {
    var runtime = new ForwardingRuntime();
    var device = Clusters.workers(1).devices().getFirst();
    return graph.queues().stream()
        .map(queue -> runtime.queue(device, queue.lane()))
        .toArray(DeviceQueue[]::new);
  }

  @Test
  void everyTaskRunsOnceAfterAllItWaitsFor() {
    var random = new SplittableRandom(5);
    for (int round = 0; round < 30; round++) {
      int devices = 2 + round % 3;
      int iterations = 1 + random.nextInt(20);
      var graph = randomGraph(random, 1 + random.nextInt(400), devices);
      var expected = new long[graph.taskCount()];
      var alone = counting(graph, expected);
      for (int i = 0; i < iterations; i++) {
        for (int task : graph.topologicalOrder()) {
          alone[task].run();
        }
      }
      var sums = new long[graph.taskCount()];
      var cluster = Clusters.workers(devices);
      var run =
          new GraphRun(
              graph,
              counting(graph, sums),
              queues(graph),
              round % 2 == 0 ? 0 : WorkerPool.spins(cluster, devices));
      var recording = new Recording(graph, iterations, 1, 1);
      try (var workers = new WorkerPool(cluster, graph.queues(), run.queues(), () -> {})) {
        workers.run(run, iterations, recording, new Cancellation(), _ -> {});
      }
      assertEquals(iterations, run.completed());
      assertEquals((long) iterations * graph.taskCount(), run.tasksDone());
      assertArrayEquals(expected, sums, "round " + round);
      var times = recording.median(0, iterations);
      for (int task = 0; task < graph.taskCount(); task++) {
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          assertTrue(times.endNanos()[task] <= times.beginNanos()[graph.successor(edge)]);
        }
      }
    }
  }

  @Test
  void faultStopsAllWorkersAndIsKept() {
    var random = new SplittableRandom(8);
    var graph = randomGraph(random, 500, 3);
    var sums = new long[500];
    var work = counting(graph, sums);
    work[250] =
        () -> {
          throw new IllegalArgumentException("broken");
        };
    var cluster = Clusters.workers(3);
    var run = new GraphRun(graph, work, queues(graph), 100);
    try (var workers = new WorkerPool(cluster, graph.queues(), run.queues(), () -> {})) {
      workers.run(run, 3, new Recording(graph, 3, 1, 1), new Cancellation(), _ -> {});
    }
    var failure = run.failure();
    assertNotNull(failure);
    assertEquals(250, failure.task());
    assertEquals(0, run.completed());
  }

  @Test
  void cancellingAtAnyMomentEndsTheRunAndEveryThread() throws InterruptedException {
    var random = new SplittableRandom(13);
    for (int round = 0; round < 40; round++) {
      var graph = randomGraph(random, 300, 2 + round % 3);
      var cancellation = new Cancellation();
      var run =
          new GraphRun(
              graph, counting(graph, new long[300]), queues(graph), round % 2 == 0 ? 0 : 1_000);
      var canceller = new Thread(cancellation::cancel);
      int wait = random.nextInt(200_000);
      try (var workers =
          new WorkerPool(
              Clusters.workers(graph.queues().size()), graph.queues(), run.queues(), () -> {})) {
        var timer =
            new Thread(() -> {
              long until = System.nanoTime() + wait;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              canceller.start();
            });
        timer.start();
        workers.run(run, 1_000_000, new Recording(graph, 1_000_000, 1, 1), cancellation, _ -> {});
        timer.join();
      }
      canceller.join();
      assertTrue(run.completed() < 1_000_000);
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("partitura-worker")));
  }
}
