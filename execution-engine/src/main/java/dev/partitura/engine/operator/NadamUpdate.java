package dev.partitura.engine.operator;

import java.util.List;

/// Adam with Nesterov's momentum: `p -= rate · (μ' · m / (1 - Πμ') + (1 - μ) · g / (1 - Πμ)) / (√v̂
/// + epsilon)`, where `μ = beta1 · (1 - 0.96^step / 2)`, `μ'` is that of the next step and `Π`
///   multiplies all up to it. Source: Dozat 2016, with the schedule of Keras and PyTorch.
final class NadamUpdate extends ParameterUpdate {
  private static final double FADING = 0.96;

  /// Steps after which the fading power no longer shows in float64.
  private static final int FADED = 1000;

  NadamUpdate() {
    super(
        "NadamUpdate",
        List.of("mean", "variance"),
        0,
        true,
        15,
        number("beta1"),
        number("beta2"),
        number("epsilon"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double beta1 = number(op, "beta1", 0.9);
    double beta2 = number(op, "beta2", 0.999);
    double epsilon = number(op, "epsilon", 1e-7);
    double next = momentum(beta1, step + 1);
    double product = product(beta1, step);
    double ofMean = next / (1 - product * next);
    double ofGradient = (1 - momentum(beta1, step)) / (1 - product);
    double unbiased = 1 - Math.pow(beta2, step);
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i];
        double mean = beta1 * values[2][i] + (1 - beta1) * g;
        double square = beta2 * values[3][i] + (1 - beta2) * g * g;
        values[2][i] = mean;
        values[3][i] = square;
        values[0][i] -=
            learningRate
                * (ofMean * mean + ofGradient * g)
                / (Math.sqrt(square / unbiased) + epsilon);
      }
    };
  }

  private static double momentum(double beta1, double step) {
    return beta1 * (1 - 0.5 * Math.pow(FADING, step));
  }

  private static double product(double beta1, double step) {
    double product = Math.pow(beta1, step);
    for (int i = 1; i <= Math.min(step, FADED); i++) {
      product *= 1 - 0.5 * Math.pow(FADING, i);
    }
    return product;
  }
}
