package dev.partitura.engine.training;

import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.engine.training.optimizer.StandardOptimizer;
import org.jspecify.annotations.Nullable;

/// What a person sets for a training beside network, cluster and plan. Immutable.
///
/// @param data as `Datasets.of` reads it: a name or files
/// @param optimizer by name
/// @param learningRate null takes the optimizer's own
/// @param batch samples of one step over all replicas and micro-batches
/// @param steps in all
/// @param seed of the data and their order
public record TrainingSettings(
    String data, String optimizer, @Nullable Double learningRate, int batch, int steps, long seed) {
  public TrainingSettings {
    if (batch < 1 || steps < 1) {
      throw new IllegalArgumentException("Cannot train " + steps + " steps of " + batch);
    }
  }

  /// The optimizer with its learning rate.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when there is no such optimizer, or the
  ///   learning rate is no number above 0
  public StandardOptimizer makeOptimizer() {
    return Optimizers.of(optimizer, learningRate);
  }

  /// The same for more or fewer steps.
  public TrainingSettings withSteps(int newSteps) {
    return new TrainingSettings(data, optimizer, learningRate, batch, newSteps, seed);
  }
}
