package dev.partitura.engine.training.optimizer;

/// Adadelta.
///
/// @param rho share of the mean squares that is kept
public record Adadelta(double learningRate, double rho, double epsilon)
    implements StandardOptimizer {
  static Adadelta of(double learningRate) {
    return new Adadelta(learningRate, 0.95, 1e-7);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("AdadeltaUpdate", UpdateForm.zeros(2))
        .with("rho", rho)
        .with("epsilon", epsilon);
  }
}
