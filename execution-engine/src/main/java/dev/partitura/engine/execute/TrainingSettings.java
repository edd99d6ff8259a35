package dev.partitura.engine.execute;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.engine.training.data.Datasets.Usual;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.engine.training.optimizer.StandardOptimizer;
import java.util.Map;
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
  /// Samples of a step where nobody says how many.
  public static final int USUAL_BATCH = 32;

  public TrainingSettings {
    if (batch < 1 || steps < 1) {
      throw new IllegalArgumentException("Cannot train " + steps + " steps of " + batch);
    }
  }

  /// Settings that suit a network: data that it takes, and how those are usually learned.
  ///
  /// @return settings without data, an empty text, where nothing that is made here fits
  public static TrainingSettings suggested(Network network) {
    var type = network.inputs().size() == 1 ? network.inputs().getFirst().type() : null;
    var fitting = type == null ? Map.<String, Usual>of() : Datasets.fitting(type);
    var first = fitting.entrySet().stream().findFirst();
    return first
        .map(data ->
            new TrainingSettings(
                data.getKey(),
                "adam",
                data.getValue().learningRate(),
                USUAL_BATCH,
                data.getValue().steps(),
                1))
        .orElseGet(() -> new TrainingSettings("", "adam", null, USUAL_BATCH, 200, 1));
  }

  /// The optimizer with its learning rate.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when there is no such optimizer, or the
  ///   learning rate is no number above 0
  public StandardOptimizer makeOptimizer() {
    return Optimizers.of(optimizer, learningRate);
  }

  /// The same on other data.
  public TrainingSettings withData(String newData) {
    return new TrainingSettings(newData, optimizer, learningRate, batch, steps, seed);
  }

  /// The same for more or fewer steps.
  public TrainingSettings withSteps(int newSteps) {
    return new TrainingSettings(data, optimizer, learningRate, batch, newSteps, seed);
  }
}
