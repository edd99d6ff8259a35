package dev.partitura.engine.training.optimizer;

/// Lion: steps of one size.
public record Lion(double learningRate, double beta1, double beta2) implements StandardOptimizer {
  static Lion of(double learningRate) {
    return new Lion(learningRate, 0.9, 0.99);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("LionUpdate", UpdateForm.zeros(1))
        .with("beta1", beta1)
        .with("beta2", beta2);
  }
}
