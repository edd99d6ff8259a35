package dev.partitura.engine.operator;

import java.util.List;

/// Adamax: Adam with the largest gradient that fades in the place of the root of the second moment:
/// `u = max(beta2 · u, |g|)`, `p -= rate / (1 - beta1^step) · m / (u + epsilon)`. Source: Kingma
/// and Ba 2015, arXiv:1412.6980, algorithm 2, with Keras' epsilon.
final class AdamaxUpdate extends ParameterUpdate {
  AdamaxUpdate() {
    super(
        "AdamaxUpdate",
        List.of("mean", "largest"),
        0,
        true,
        8,
        number("beta1"),
        number("beta2"),
        number("epsilon"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double beta1 = number(op, "beta1", 0.9);
    double beta2 = number(op, "beta2", 0.999);
    double epsilon = number(op, "epsilon", 1e-7);
    double rate = learningRate / (1 - Math.pow(beta1, step));
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i];
        values[2][i] = beta1 * values[2][i] + (1 - beta1) * g;
        values[3][i] = Math.max(beta2 * values[3][i], Math.abs(g));
        values[0][i] -= rate * values[2][i] / (values[3][i] + epsilon);
      }
    };
  }
}
