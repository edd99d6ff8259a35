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
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.execute.times.TraceRecord;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/// Executes in thought: the same tasks in the same order as any executor, each as long as a cost
/// model says. Nothing is computed, so there are no outputs. One iteration is as good as many: all
/// are the same. Reads no clock. Any thread.
public final class SimulatedExecutor implements TaskGraphExecutor {
  private final BiFunction<Cluster, Plan, CostModel> costs;
  private final StepTimes measured;
  private final OptionalDouble expectedError;

  /// Prices by what the cluster says of itself.
  public SimulatedExecutor() {
    this((cluster, plan) -> new KernelCost(cluster, plan.passes().precision()));
  }

  /// @param costs prices the tasks of a plan on a cluster
  public SimulatedExecutor(BiFunction<Cluster, Plan, CostModel> costs) {
    this(costs, StepTimes.NONE, OptionalDouble.empty());
  }

  /// @param measured what steps take where that is known
  /// @param expectedError by how much such predictions differed from measurements in the mean, as a
  ///   share; empty where nobody has compared
  public SimulatedExecutor(
      BiFunction<Cluster, Plan, CostModel> costs,
      StepTimes measured,
      OptionalDouble expectedError) {
    this.costs = costs;
    this.measured = measured;
    this.expectedError = expectedError;
  }

  /// By how much predictions of this kind differed from measurements in the mean, as a share.
  public OptionalDouble expectedError() {
    return expectedError;
  }

  /// Whether steps are as long as they were measured to be, where they were.
  public boolean isCalibrated() {
    return !measured.equals(StepTimes.NONE);
  }

  @Override
  public <R> R run(
      Lowered lowered, Workload<R> workload, Cancellation cancellation, Progress progress) {
    var result =
        switch (workload) {
          case Workload.ClosedRepeats _ -> cancellation.during(() -> run(lowered));
          case Workload.TrainingSteps steps ->
              cancellation.during(() -> steps(lowered, steps.steps()));
        };
    return workload.gives().cast(result);
  }

  /// Steps that are all alike: nothing is computed, so there are no losses, and nothing is kept.
  private TrainingResult steps(Lowered lowered, int steps) {
    var step = run(lowered);
    var nanos = new long[steps];
    Arrays.fill(nanos, step.trace().durationNanos());
    return new TrainingResult(
        new double[0],
        Map.of(),
        nanos,
        step.graph(),
        lowered.apart().graph(),
        step.trace(),
        false,
        false,
        step.notes());
  }

  @Override
  public List<RunResult> runByTurns(
      List<Lowered> plans,
      Workload.ClosedRepeats repeats,
      Cancellation cancellation,
      Progress progress) {
    return plans.stream().map(plan -> run(plan, repeats, cancellation, progress)).toList();
  }

  /// When the tasks of one iteration begin and end. Cost O(tasks + edges); twice where steps were
  /// measured, since how busy the others are follows from the first.
  public TaskTimes times(Lowered lowered) {
    var cost = costs.apply(lowered.wholeCluster(), lowered.plan());
    var alone = new double[lowered.cluster().devices().size()];
    var times = times(lowered, cost, alone);
    return !isCalibrated() || lowered.plan().devices().size() == 1
        ? times
        : times(lowered, cost, othersBusy(lowered, times));
  }

  private TaskTimes times(Lowered lowered, CostModel cost, double[] othersBusy) {
    return Simulation.of(lowered.graph(), TaskPricing.of(lowered, cost, measured, othersBusy));
  }

  /// By device, for which share of the time the other devices of the plan are busy in the mean.
  private static double[] othersBusy(Lowered lowered, TaskTimes times) {
    var graph = lowered.graph();
    var busy = new double[lowered.cluster().devices().size()];
    long end = times.startedAt() + 1;
    for (int task = 0; task < graph.taskCount(); task++) {
      busy[graph.queues().get(graph.queue(task)).device()] +=
          times.endNanos()[task] - times.beginNanos()[task];
      end = Math.max(end, times.endNanos()[task]);
    }
    double whole = end - times.startedAt();
    double all = Arrays.stream(busy).sum();
    int others = lowered.plan().devices().size() - 1;
    return Arrays.stream(busy).map(own -> (all - own) / others / whole).toArray();
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
