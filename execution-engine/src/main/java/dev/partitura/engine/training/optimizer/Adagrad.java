package dev.partitura.engine.training.optimizer;

import java.util.List;

/// Adagrad.
///
/// @param decay of the learning rate: at step `n` it is divided by `1 + (n - 1) · decay`
/// @param weightDecay share of the parameter that is added to its gradient
/// @param accumulator what the sum of squares starts from
/// @param epsilonInRoot whether epsilon is added below the root
public record Adagrad(
    double learningRate,
    double decay,
    double epsilon,
    double weightDecay,
    double accumulator,
    boolean epsilonInRoot)
    implements StandardOptimizer {
  static Adagrad of(double learningRate) {
    return new Adagrad(learningRate, 0, 1e-10, 0, 0, false);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("AdagradUpdate", List.of(accumulator))
        .with("decay", decay)
        .with("epsilon", epsilon)
        .with("weight_decay", weightDecay)
        .with("epsilon_in_root", epsilonInRoot);
  }
}
