package dev.partitura.engine.training.optimizer;

/// Adamax: Adam by the largest gradient.
public record Adamax(double learningRate, double beta1, double beta2, double epsilon)
    implements StandardOptimizer {
  static Adamax of(double learningRate) {
    return new Adamax(learningRate, 0.9, 0.999, 1e-7);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("AdamaxUpdate", UpdateForm.zeros(2))
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon);
  }
}
