package dev.partitura.engine.operator;

import java.util.List;

/// Lamb: Adam's step, made as long, times the learning rate, as the parameter itself, so that all
/// parameters change by the same share. Source: You et al. 2020, arXiv:1904.00962, with Keras'
/// epsilon outside the root.
final class LambUpdate extends ParameterUpdate {
  LambUpdate() {
    super(
        "LambUpdate",
        List.of("mean", "variance"),
        0,
        true,
        18,
        number("beta1"),
        number("beta2"),
        number("epsilon"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double beta1 = number(op, "beta1", 0.9);
    double beta2 = number(op, "beta2", 0.999);
    double epsilon = number(op, "epsilon", 1e-7);
    double unbiasedMean = 1 - Math.pow(beta1, step);
    double unbiased = 1 - Math.pow(beta2, step);
    return (values, count) -> {
      var moves = values[1];
      for (int i = 0; i < count; i++) {
        double g = moves[i];
        double mean = beta1 * values[2][i] + (1 - beta1) * g;
        double square = beta2 * values[3][i] + (1 - beta2) * g * g;
        values[2][i] = mean;
        values[3][i] = square;
        moves[i] = mean / unbiasedMean / (Math.sqrt(square / unbiased) + epsilon);
      }
      double length = length(values[0], count);
      double moved = length(moves, count);
      double rate = learningRate * (length > 0 && moved > 0 ? length / moved : 1);
      for (int i = 0; i < count; i++) {
        values[0][i] -= rate * moves[i];
      }
    };
  }

  @Override
  boolean takesWhole() {
    return true;
  }

  private static double length(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
