package dev.partitura.engine.training.optimizer;

/// Lamb: steps as long as the parameter times the learning rate.
public record Lamb(double learningRate, double beta1, double beta2, double epsilon)
    implements StandardOptimizer {
  static Lamb of(double learningRate) {
    return new Lamb(learningRate, 0.9, 0.999, 1e-7);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("LambUpdate", UpdateForm.zeros(2))
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon);
  }
}
