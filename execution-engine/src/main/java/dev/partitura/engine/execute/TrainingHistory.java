package dev.partitura.engine.execute;

import java.util.List;
import java.util.OptionalDouble;

/// What a training did, step by step: its losses, how they were come by, and how well the network
/// did on samples it was not trained on. Arrays are not copied; do not write to them.
///
/// @param settings as they were at the first step
/// @param losses of each step, from the first of all; the mean over the samples of the step
/// @param changes of what was set, in the order of the steps from which they hold
/// @param scores of the network on the test samples, in the order of their steps
/// @param stopped before all steps were done
@SuppressWarnings("ArrayRecordComponent")
public record TrainingHistory(
    TrainingSettings settings,
    double[] losses,
    List<Change> changes,
    List<Score> scores,
    boolean stopped) {
  /// Learning rate and batch from a step on.
  public record Change(int step, double learningRate, int batch) {}

  /// Test labels that the network gets right after so many steps.
  ///
  /// @param right of `places`
  public record Score(int step, long right, long places) {
    /// From 0 to 1.
    public double share() {
      return places == 0 ? 0 : (double) right / places;
    }
  }

  public TrainingHistory {
    changes = List.copyOf(changes);
    scores = List.copyOf(scores);
  }

  /// Loss of the last step.
  public OptionalDouble loss() {
    return losses.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(losses[losses.length - 1]);
  }

  /// Share of the test labels that the network got right last, from 0 to 1.
  public OptionalDouble accuracy() {
    return scores.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(scores.getLast().share());
  }

  /// Steps done.
  public int steps() {
    return losses.length;
  }
}
