package dev.partitura.engine.training.optimizer;

/// Nadam: Adam with Nesterov's momentum.
public record Nadam(double learningRate, double beta1, double beta2, double epsilon)
    implements StandardOptimizer {
  static Nadam of(double learningRate) {
    return new Nadam(learningRate, 0.9, 0.999, 1e-7);
  }

  @Override
  public UpdateForm form() {
    return UpdateForm.of("NadamUpdate", UpdateForm.zeros(2))
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon);
  }
}
