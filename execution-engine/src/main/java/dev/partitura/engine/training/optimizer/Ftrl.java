package dev.partitura.engine.training.optimizer;

import java.util.List;

/// Follow the regularized leader.
///
/// @param power of the sum of squares by which the learning rate falls; at most 0
/// @param accumulator what the sum of squares starts from
/// @param l1 weight of the sum of absolute values
/// @param l2 weight of the sum of squares
/// @param shrinkage weight of the sum of squares in the gradient alone
/// @param beta added to the root of the sum of squares
public record Ftrl(
    double learningRate,
    double power,
    double accumulator,
    double l1,
    double l2,
    double shrinkage,
    double beta)
    implements StandardOptimizer {
  static Ftrl of(double learningRate) {
    return new Ftrl(learningRate, -0.5, 0.1, 0, 0, 0, 0);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("FtrlUpdate", List.of(accumulator, 0.0))
        .with("power", power)
        .with("l1", l1)
        .with("l2", l2)
        .with("shrinkage", shrinkage)
        .with("beta", beta);
  }
}
