package dev.partitura.engine.execute;

import dev.partitura.engine.tensor.Tensor;
import java.util.Map;

/// How often and when a lowered plan is run.
public sealed interface Workload {
  /// Whole iterations one after another, each begun when the last has ended.
  ///
  /// @param feeds tensors by input; an input without one is made from the seed
  /// @param warmups iterations that are not measured, or [RunRequest#UNTIL_SETTLED]
  /// @param repeats measured iterations, at least 1
  record ClosedRepeats(Map<String, Tensor> feeds, long seed, int warmups, int repeats)
      implements Workload {
    public ClosedRepeats {
      feeds = Map.copyOf(feeds);
      if (repeats < 1 || warmups < RunRequest.UNTIL_SETTLED) {
        throw new IllegalArgumentException(
            "Cannot run " + repeats + " repeats after " + warmups + " warm-ups");
      }
    }
  }

  /// Requests that come when they come, whether or not earlier ones are done.
  ///
  /// @param requests in all
  /// @param perSecond their mean rate, at random times
  record OpenArrivals(int requests, double perSecond, long seed) implements Workload {
    public OpenArrivals {
      if (requests < 1 || !(perSecond > 0)) {
        throw new IllegalArgumentException(
            "Cannot await " + requests + " requests at " + perSecond + " a second");
      }
    }
  }

  /// Steps that each change the weights.
  ///
  /// @param first number of the first step; 1 where nothing was trained before
  /// @param feeds what each step is given
  /// @param kept parameters and what else stays from step to step, by name; zeros where it is not
  ///   here
  /// @param listener hears of each step, and says whether to go on
  record TrainingSteps(
      int first, int steps, StepFeeds feeds, Map<String, Tensor> kept, StepListener listener)
      implements Workload {
    public TrainingSteps {
      kept = Map.copyOf(kept);
      if (first < 1 || steps < 1) {
        throw new IllegalArgumentException("Cannot train " + steps + " steps from " + first);
      }
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
