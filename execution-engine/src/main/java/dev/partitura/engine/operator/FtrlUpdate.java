package dev.partitura.engine.operator;

import java.util.List;

/// Follow the regularized leader, for sparse weights: `a' = a + g²`, `z += g' - (a'^-power -
/// a^-power) / rate · p` with `g' = g + 2 · shrinkage · p`, `p = (clip(z, ±l1) - z) / (a'^-power /
/// rate + 2 · l2 + beta / rate)`. Source: McMahan et al. 2013, algorithm 1, as Keras' `Ftrl`.
final class FtrlUpdate extends ParameterUpdate {
  FtrlUpdate() {
    super(
        "FtrlUpdate",
        List.of("accumulator", "linear"),
        0,
        false,
        40,
        number("power"),
        number("l1"),
        number("l2"),
        number("shrinkage"),
        number("beta"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double power = -number(op, "power", -0.5);
    double l1 = number(op, "l1", 0);
    double l2 = 2 * number(op, "l2", 0) + number(op, "beta", 0) / learningRate;
    double shrinkage = 2 * number(op, "shrinkage", 0);
    return (values, count) -> {
      var p = values[0];
      for (int i = 0; i < count; i++) {
        double g = values[1][i];
        double before = Math.pow(values[2][i], power);
        values[2][i] += g * g;
        double after = Math.pow(values[2][i], power);
        values[3][i] += g + shrinkage * p[i] - (after - before) / learningRate * p[i];
        double linear = values[3][i];
        p[i] = (Math.clamp(linear, -l1, l1) - linear) / (after / learningRate + l2);
      }
    };
  }
}
