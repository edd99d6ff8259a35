package dev.partitura.app.bench;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.TrainingStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A training step that is taken again and again on the same samples: what it takes is asked, not
/// what is learnt.
record RepeatedStep(LoweredStep step, Map<String, Tensor> feeds) {
  /// Inputs from a seed; every label is the first class.
  static RepeatedStep of(Network network, LoweredStep step) {
    var wanted = new LinkedHashMap<String, TensorType>();
    var feeds = new HashMap<String, Tensor>();
    step.lowered()
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
    return new RepeatedStep(step, feeds);
  }

  private static void set(@Nullable Tensor scalar, double value) {
    if (scalar != null) {
      scalar.setDouble(0, value);
    }
  }

  /// Takes so many steps, from the first parameters on.
  TrainingResult run(int steps) {
    return new LocalExecutor()
        .run(
            step.lowered(),
            new Workload.TrainingSteps(
                step.step(),
                1,
                steps,
                _ -> feeds,
                TrainingState.initial(step.step()).kept(),
                Workload.StepListener.NONE),
            new Cancellation(),
            Progress.NONE);
  }
}
