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
  record TrainingSteps(int steps) implements Workload {
    public TrainingSteps {
      if (steps < 1) {
        throw new IllegalArgumentException("Cannot train for " + steps + " steps");
      }
    }
  }
}
