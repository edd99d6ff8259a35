package dev.partitura.engine.training.optimizer;

/// Adam, AdamW and AMSGrad.
///
/// @param weightDecay share of the parameter that is added to its gradient, or taken from it where
///   `decoupled`
/// @param decoupled as AdamW
/// @param largest whether the largest second moment so far is divided by, as AMSGrad
/// @param epsilonHat whether epsilon is added before the second moment is freed of its start
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean decoupled,
    boolean largest,
    boolean epsilonHat)
    implements StandardOptimizer {
  static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false, false, false);
  }

  static Adam decoupled(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0.01, true, false, false);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of(
            largest ? "AmsgradUpdate" : "AdamUpdate", UpdateForm.zeros(largest ? 3 : 2))
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon)
        .with("weight_decay", weightDecay)
        .with("decoupled", decoupled)
        .with("epsilon_hat", epsilonHat);
  }
}
