package dev.partitura.engine.execute;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.TrainingStep;
import java.util.Map;

/// How often and when a lowered plan is run. Requests that arrive at their own times are a matter
/// of `serve`, which chooses among plans laid out for several batches.
///
/// @param <R> what running it gives
public sealed interface Workload<R> {
  /// What running it gives.
  Class<R> gives();

  /// Whole iterations one after another, each begun when the last has ended.
  ///
  /// @param feeds tensors by input; an input without one is made from the seed
  /// @param warmups iterations that are not measured, or [RunRequest#UNTIL_SETTLED]
  /// @param repeats measured iterations, at least 1
  record ClosedRepeats(Map<String, Tensor> feeds, long seed, int warmups, int repeats)
      implements Workload<RunResult> {
    public ClosedRepeats {
      feeds = Map.copyOf(feeds);
      if (repeats < 1 || warmups < RunRequest.UNTIL_SETTLED) {
        throw new IllegalArgumentException(
            "Cannot run " + repeats + " repeats after " + warmups + " warm-ups");
      }
    }

    @Override
    public Class<RunResult> gives() {
      return RunResult.class;
    }
  }

  /// Steps that each change the weights.
  ///
  /// @param step what is trained, of which the plan is laid out
  /// @param first number of the first step; 1 where nothing was trained before
  /// @param feeds what each step is given
  /// @param kept parameters and what else stays from step to step, by name; zeros where it is not
  ///   here
  /// @param listener hears of each step, and says whether to go on
  record TrainingSteps(
      TrainingStep step,
      int first,
      int steps,
      StepFeeds feeds,
      Map<String, Tensor> kept,
      StepListener listener)
      implements Workload<TrainingResult> {
    public TrainingSteps {
      kept = Map.copyOf(kept);
      if (first < 1 || steps < 1) {
        throw new IllegalArgumentException("Cannot train " + steps + " steps from " + first);
      }
    }

    @Override
    public Class<TrainingResult> gives() {
      return TrainingResult.class;
    }
  }

  /// Gives every step its inputs.
  @FunctionalInterface
  interface StepFeeds {
    /// Tensors for all inputs of the step that do not stay, by name.
    Map<String, Tensor> of(int step);
  }

  /// Hears of every step as it ends, on the thread that runs the workload.
  @FunctionalInterface
  interface StepListener {
    /// Goes on to the end.
    StepListener NONE = (_, _, _) -> true;

    /// @param loss the mean over the micro-batches of the step
    /// @param nanos wall time of the step
    /// @return whether to go on; else the workload ends here with what it has
    boolean ended(int step, double loss, long nanos);
  }
}
