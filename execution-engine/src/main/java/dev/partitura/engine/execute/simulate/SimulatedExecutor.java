package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.MachineLoad;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.execute.times.TraceRecord;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Origin;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Executes in thought: the same tasks in the same order as any executor, each as long as a cost
/// model says. Nothing is computed, so there are no outputs. One iteration is as good as many: all
/// are the same. Reads no clock. Any thread.
public final class SimulatedExecutor implements TaskGraphExecutor {
  private final BiFunction<Cluster, Plan, CostModel> costs;

  /// Prices by what the cluster says of itself.
  public SimulatedExecutor() {
    this((cluster, plan) -> new KernelCost(cluster, plan.passes().precision()));
  }

  /// @param costs prices the tasks of a plan on a cluster
  public SimulatedExecutor(BiFunction<Cluster, Plan, CostModel> costs) {
    this.costs = costs;
  }

  @Override
  public RunResult run(
      Lowered lowered, Workload workload, Cancellation cancellation, Progress progress) {
    return cancellation.during(() -> run(lowered));
  }

  @Override
  public List<RunResult> runByTurns(
      List<Lowered> plans, Workload workload, Cancellation cancellation, Progress progress) {
    return plans.stream().map(plan -> run(plan, workload, cancellation, progress)).toList();
  }

  /// When the tasks of one iteration begin and end. Cost O(tasks + edges).
  public TaskTimes times(Lowered lowered) {
    return Simulation.of(
        lowered.graph(),
        TaskPricing.of(lowered, costs.apply(lowered.wholeCluster(), lowered.plan())));
  }

  /// One iteration of a plan, or one training step. Cost O(tasks + edges).
  public RunResult run(Lowered lowered) {
    var graph = lowered.graph();
    var times = times(lowered);
    var trace = TraceRecord.of(Origin.PREDICTED, lowered, times);
    return new RunResult(
        Map.of(),
        graph,
        trace,
        new long[] {trace.durationNanos()},
        latencies(lowered, times),
        lowered.binding().samples(),
        false,
        lowered.notes(),
        new Conditions(
            lowered.whole(),
            lowered.binding().total(),
            lowered.binding().runs(),
            0,
            Conditions.WarmUp.COUNTED,
            trace.durationNanos(),
            MachineLoad.UNKNOWN));
  }

  /// From the start until the last task of each micro-batch ends.
  private static long[] latencies(Lowered lowered, TaskTimes times) {
    var graph = lowered.graph();
    var latencies = new long[lowered.replicas() * lowered.microBatches()];
    for (int task = 0; task < graph.taskCount(); task++) {
      int of = lowered.microBatchOfBatch(graph.replica(task), graph.microBatch(task));
      latencies[of] = Math.max(latencies[of], times.endNanos()[task] - times.startedAt());
    }
    return latencies;
  }
}
