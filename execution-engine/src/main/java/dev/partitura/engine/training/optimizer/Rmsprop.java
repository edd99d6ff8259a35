package dev.partitura.engine.training.optimizer;

/// RMSprop.
///
/// @param rho share of the mean square that is kept
/// @param momentum share of the velocity that is kept; 0 keeps none
/// @param weightDecay share of the parameter that is added to its gradient
/// @param centered whether the variance takes the place of the mean square
/// @param epsilonInRoot whether epsilon is added below the root
public record Rmsprop(
    double learningRate,
    double rho,
    double momentum,
    double epsilon,
    double weightDecay,
    boolean centered,
    boolean epsilonInRoot)
    implements StandardOptimizer {
  static Rmsprop of(double learningRate) {
    return new Rmsprop(learningRate, 0.99, 0, 1e-8, 0, false, false);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of(
            centered ? "CenteredRmspropUpdate" : "RmspropUpdate",
            UpdateForm.zeros((centered ? 2 : 1) + (momentum == 0 ? 0 : 1)))
        .with("rho", rho)
        .with("momentum", momentum)
        .with("epsilon", epsilon)
        .with("weight_decay", weightDecay)
        .with("epsilon_in_root", epsilonInRoot);
  }
}
