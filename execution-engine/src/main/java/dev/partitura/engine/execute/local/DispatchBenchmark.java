package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.device.CpuRuntime;
import dev.partitura.engine.execute.device.DeviceQueue;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import java.util.Arrays;

/// Measures how many empty tasks one worker begins, times and ends in a second: the engine's own
/// cost per task.
public final class DispatchBenchmark {
  private static final int FAN = 4;

  private DispatchBenchmark() {}

  /// The best of some rounds over a graph of `tasks` tasks, in which groups of four wait for each
  /// other. Takes well under a second for a million.
  public static double tasksPerSecond(int tasks) {
    var cluster = Clusters.workers(1);
    var graph = graph(tasks);
    Kernel.Bound nothing = () -> {};
    var work = new Kernel.Bound[tasks];
    Arrays.fill(work, nothing);
    var run =
        new GraphRun(
            graph,
            work,
            new DeviceQueue[] {
              new CpuRuntime(new LoadedPrograms(0))
                  .queue(cluster.devices().getFirst(), Lane.COMPUTE)
            },
            WorkerPool.spins(cluster, 1));
    int rounds = 5;
    var recording = new Recording(graph, rounds, 1, 1);
    try (var workers = new WorkerPool(cluster, graph.queues(), run.queues(), () -> {})) {
      workers.run(run, rounds, recording, new Cancellation(), _ -> {});
    }
    long best =
        Arrays.stream(recording.iterationNanos(0, run.completed())).min().orElse(Long.MAX_VALUE);
    return tasks * 1e9 / best;
  }

  private static TaskGraph graph(int tasks) {
    var builder = new TaskGraphBuilder(1);
    for (int task = 0; task < tasks; task++) {
      builder.compute(0, 0, 0, 0);
      int group = task - task % FAN;
      for (int before = Math.max(0, group - FAN); before < group; before++) {
        builder.edge(before, task, EdgeKind.RAW);
      }
    }
    return builder.build();
  }
}
