package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// A plan that is predicted and then run.
///
/// @param trains whether it is a training step
record PredictionCase(String model, boolean trains, int batch, String plan) {
  /// Steps before those that count; of inference as many as it takes to settle.
  private static final int WARM_UPS = 10;

  private static final long LEAST_NANOS = 500_000_000;
  private static final int MOST_ROUNDS = 500;

  /// Networks, strategies and workers, inference and training.
  static List<PredictionCase> all() {
    return List.of(
        inference("lenet", 64, "single,micro-batches=4"),
        inference("lenet", 64, "pipeline=2,micro-batches=4"),
        inference("lenet", 64, "data=2,micro-batches=2"),
        inference("mlp", 64, "single"),
        inference("mlp", 64, "tensor=2"),
        inference("branches", 4, "single,micro-batches=2"),
        inference("branches", 4, "task=2,micro-batches=2"),
        inference("branches", 4, "data=2"),
        inference("squeezenet", 4, "single,micro-batches=4"),
        inference("squeezenet", 4, "pipeline=2,micro-batches=4"),
        inference("squeezenet", 4, "data=2,micro-batches=2"),
        inference("squeezenet", 4, "task=2"),
        inference("mobilenetv2", 4, "single,micro-batches=4"),
        inference("mobilenetv2", 4, "pipeline=2,micro-batches=4"),
        inference("mobilenetv2", 4, "data=2"),
        inference("resnet18", 4, "single"),
        inference("resnet18", 8, "pipeline=2,micro-batches=8"),
        inference("resnet18", 4, "data=2,micro-batches=2"),
        inference("resnet18", 2, "tensor=2"),
        inference("googlenet", 4, "task=2,micro-batches=2"),
        inference("googlenet", 4, "pipeline=2,micro-batches=4"),
        inference("bert", 2, "single"),
        inference("bert", 2, "tensor=2"),
        inference("bert", 4, "pipeline=2,micro-batches=4"),
        inference("transformer", 4, "data=2,micro-batches=2"),
        inference("transformer", 4, "pipeline=2,micro-batches=4"),
        training("lenet", 64, "single,micro-batches=4"),
        training("lenet", 64, "data=2,micro-batches=2"),
        training("lenet", 64, "pipeline=2,micro-batches=8,schedule=1f1b"),
        training("lenet", 64, "pipeline=2,micro-batches=8,schedule=zb-h1"),
        training("lenet", 64, "data=2,zero=1"),
        training("transformer", 8, "single,micro-batches=4"),
        training("transformer", 8, "data=2,micro-batches=2"),
        training("transformer", 8, "pipeline=2,micro-batches=8,schedule=1f1b"),
        training("transformer", 8, "tensor=2"),
        training("resnet18", 4, "data=2"));
  }

  private static PredictionCase inference(String model, int batch, String plan) {
    return new PredictionCase(model, false, batch, plan);
  }

  private static PredictionCase training(String model, int batch, String plan) {
    return new PredictionCase(model, true, batch, plan);
  }

  /// @param predictedNanos of an iteration
  /// @param measuredNanos of each iteration
  /// @param againNanos the same of a run much later; empty where there was none
  record Outcome(PredictionCase of, long predictedNanos, long[] measuredNanos, long[] againNanos) {
    /// With what was measured later.
    Outcome with(Outcome later) {
      return new Outcome(of, predictedNanos, measuredNanos, later.measuredNanos);
    }

    /// All iterations.
    long[] nanos() {
      return LongStream.concat(Arrays.stream(measuredNanos), Arrays.stream(againNanos)).toArray();
    }

    /// By how much the two medians differ, as a share of the first; 0 where there is one.
    double repeatError() {
      return againNanos.length == 0
          ? 0
          : Math.abs(Spread.median(againNanos) / Spread.median(measuredNanos) - 1);
    }
  }

  /// Measures the kernels that are not known, predicts, and then runs.
  Outcome run(PlanWords words, Calibrator calibrator, int rounds) {
    var network = words.network(model);
    var cluster = Clusters.workers(plan.startsWith("single") ? 1 : 2);
    var chosen = words.plan(plan, network, cluster, batch);
    return trains
        ? train(calibrator, network, cluster, chosen, rounds)
        : infer(calibrator, network, cluster, chosen, rounds);
  }

  private Outcome infer(
      Calibrator calibrator, Network network, Cluster cluster, Plan chosen, int rounds) {
    var lowered = new Lowering().lower(network, cluster, chosen, batch, Map.of(), null);
    calibrator.measure(lowered);
    long predicted = calibrator.executor().run(lowered).trace().durationNanos();
    var run =
        new LocalExecutor()
            .run(
                lowered,
                new Workload.ClosedRepeats(
                    Map.of(), 1, RunRequest.UNTIL_SETTLED, rounds(rounds, predicted)),
                new Cancellation(),
                Progress.NONE);
    return new Outcome(this, predicted, run.iterationNanos(), new long[0]);
  }

  private Outcome train(
      Calibrator calibrator, Network network, Cluster cluster, Plan chosen, int rounds) {
    var step =
        new Lowering()
            .lowerStep(
                network, cluster, chosen, Optimizers.of("adam", null), batch, Map.of(), null);
    calibrator.measure(step);
    long predicted = calibrator.executor().run(step.lowered()).trace().durationNanos();
    var run = RepeatedStep.of(network, step).run(WARM_UPS + rounds(rounds, predicted));
    var measured = new long[Math.max(0, run.stepNanos().length - WARM_UPS)];
    System.arraycopy(run.stepNanos(), WARM_UPS, measured, 0, measured.length);
    return new Outcome(this, predicted, measured, new long[0]);
  }

  /// As many as fill half a second, so that one pause of the machine is not all that is seen.
  private static int rounds(int fewest, long nanos) {
    return Math.clamp(LEAST_NANOS / Math.max(1, nanos), fewest, MOST_ROUNDS);
  }
}
