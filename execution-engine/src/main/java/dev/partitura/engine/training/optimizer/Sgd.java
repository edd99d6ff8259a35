package dev.partitura.engine.training.optimizer;

/// Gradient descent, with or without momentum.
///
/// @param momentum share of the velocity that is kept; 0 keeps none
/// @param dampening share of the gradient that does not enter the velocity
/// @param nesterov whether the step looks ahead along the velocity
/// @param weightDecay share of the parameter that is added to its gradient
public record Sgd(
    double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
    implements StandardOptimizer {
  static Sgd plain(double learningRate) {
    return new Sgd(learningRate, 0, 0, false, 0);
  }

  static Sgd withMomentum(double learningRate) {
    return new Sgd(learningRate, 0.9, 0, false, 0);
  }

  static Sgd byNesterov(double learningRate) {
    return new Sgd(learningRate, 0.9, 0, true, 0);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("SgdUpdate", UpdateForm.zeros(momentum == 0 ? 0 : 1))
        .with("momentum", momentum)
        .with("dampening", dampening)
        .with("nesterov", nesterov)
        .with("weight_decay", weightDecay);
  }
}
