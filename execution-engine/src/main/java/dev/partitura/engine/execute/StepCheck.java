package dev.partitura.engine.execute;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.HashMap;
import java.util.Map;

/// Whether a step under a plan is the step that is not split: one of plain descent from the same
/// state on the same batch, under the plan and on one device alone. Loss and gradients are compared
/// as outputs are, whatever the optimizer, whose first steps may follow the sign of a gradient
/// alone and tell nothing of its size.
public final class StepCheck {
  /// Far enough to see the gradients before the parameters.
  private static final double FAR = 1024;

  private static final String LOSS = "loss";

  private StepCheck() {}

  /// Blocks; any thread.
  ///
  /// @param state to step from
  /// @return unknown when cancelled
  public static Agreement of(
      TrainingRequest request,
      TrainingState state,
      TrainingExecutor executor,
      Cancellation cancellation) {
    var alone =
        Plan.single(request.plan().devices().getFirst()).withPasses(request.plan().passes());
    if (alone.equals(request.plan())) {
      return Agreement.IDENTICAL;
    }
    var given = step(request, request.plan(), state, executor, cancellation);
    var wanted = step(request, alone, state, executor, cancellation);
    if (given.isEmpty() || wanted.isEmpty()) {
      return Agreement.UNKNOWN;
    }
    return OutputComparison.of(given, wanted, request.network())
            instanceof Agreement.WithinRounding(var name, var difference, var bound)
        ? new Agreement.WithinRounding(
            name, difference / (name.equals(LOSS) ? 1 : FAR), bound / (name.equals(LOSS) ? 1 : FAR))
        : OutputComparison.of(given, wanted, request.network());
  }

  private static Map<String, Tensor> step(
      TrainingRequest of,
      Plan plan,
      TrainingState state,
      TrainingExecutor executor,
      Cancellation cancellation) {
    var descent = Optimizers.of("sgd", FAR);
    var trainer =
        new Trainer(
            new TrainingRequest(of.network(), of.cluster(), plan, of.data(), descent, of.batch()),
            executor);
    var from = trainer.initial().kept();
    var kept = new HashMap<>(from);
    kept.replaceAll((name, initial) -> state.kept().getOrDefault(name, initial));
    trainer.train(
        new TrainingState(state.steps(), kept, state.losses()),
        1,
        Workload.StepListener.NONE,
        cancellation,
        Progress.NONE);
    var result = trainer.latest();
    if (result == null || result.kept().isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<>(result.kept());
    found.keySet().retainAll(of.network().initializers().keySet());
    var loss = Tensor.allocate(new TensorType(DataType.FLOAT, Shape.SCALAR));
    loss.setDouble(0, result.losses()[0]);
    found.put(LOSS, loss);
    return found;
  }
}
