package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.calibrate.Calibrator;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan that is predicted and then run.
///
/// @param trains whether it is a training step
record PredictionCase(String model, boolean trains, int batch, String plan) {
  /// Steps before those that count; of inference as many as it takes to settle.
  private static final int WARM_UPS = 10;

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
  record Outcome(PredictionCase of, long predictedNanos, long[] measuredNanos) {}

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
                new Workload.ClosedRepeats(Map.of(), 1, RunRequest.UNTIL_SETTLED, rounds),
                new Cancellation(),
                Progress.NONE);
    return new Outcome(this, predicted, run.iterationNanos());
  }

  private Outcome train(
      Calibrator calibrator, Network network, Cluster cluster, Plan chosen, int rounds) {
    var step =
        new Lowering()
            .lowerStep(
                network, cluster, chosen, Optimizers.of("adam", null), batch, Map.of(), null);
    calibrator.measure(step);
    long predicted = calibrator.executor().run(step.lowered()).trace().durationNanos();
    var feeds = feeds(network, step.lowered());
    var run =
        new LocalExecutor()
            .run(
                step.lowered(),
                new Workload.TrainingSteps(
                    step.step(),
                    1,
                    WARM_UPS + rounds,
                    _ -> feeds,
                    TrainingState.initial(step.step()).kept(),
                    Workload.StepListener.NONE),
                new Cancellation(),
                Progress.NONE);
    var measured = new long[Math.max(0, run.stepNanos().length - WARM_UPS)];
    System.arraycopy(run.stepNanos(), WARM_UPS, measured, 0, measured.length);
    return new Outcome(this, predicted, measured);
  }

  /// Inputs from a seed; every label is the first class.
  private static Map<String, Tensor> feeds(Network network, Lowered lowered) {
    var wanted = new LinkedHashMap<String, TensorType>();
    var feeds = new HashMap<String, Tensor>();
    lowered
        .binding()
        .whole()
        .forEach((name, type) -> {
          if (network.inputs().stream().anyMatch(input -> input.name().equals(name))) {
            wanted.put(name, type);
          } else {
            feeds.put(name, Tensor.allocate(type));
          }
        });
    feeds.putAll(SeededInputs.make(network, wanted, 1));
    set(feeds.get(TrainingStep.LEARNING_RATE), 1e-4);
    set(feeds.get(TrainingStep.STEP), 1);
    return feeds;
  }

  private static void set(@Nullable Tensor scalar, double value) {
    if (scalar != null) {
      scalar.setDouble(0, value);
    }
  }
}
