package dev.partitura.engine.operator;

import java.util.List;

/// Lion: steps of one size in the direction of a running mean: `p -= rate · sign(beta1 · m + (1 -
/// beta1) · g)`, `m = beta2 · m + (1 - beta2) · g`. Source: Chen et al. 2023, arXiv:2302.06675.
final class LionUpdate extends ParameterUpdate {
  LionUpdate() {
    super("LionUpdate", List.of("mean"), 0, false, 8, number("beta1"), number("beta2"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double beta1 = number(op, "beta1", 0.9);
    double beta2 = number(op, "beta2", 0.99);
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i];
        double mean = values[2][i];
        values[0][i] -= learningRate * Math.signum(beta1 * mean + (1 - beta1) * g);
        values[2][i] = beta2 * mean + (1 - beta2) * g;
      }
    };
  }
}
