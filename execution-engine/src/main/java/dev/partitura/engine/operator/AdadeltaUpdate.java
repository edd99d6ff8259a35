package dev.partitura.engine.operator;

import java.util.List;

/// Adadelta: steps in the unit of the parameter, from running means of the squares of gradients and
/// of steps: `a = rho · a + (1 - rho) · g²`, `d = √(b + epsilon) / √(a + epsilon) · g`, `b = rho ·
/// b + (1 - rho) · d²`, `p -= rate · d`. Source: Zeiler 2012, arXiv:1212.5701.
final class AdadeltaUpdate extends ParameterUpdate {
  AdadeltaUpdate() {
    super(
        "AdadeltaUpdate",
        List.of("square", "step_square"),
        0,
        false,
        12,
        number("rho"),
        number("epsilon"));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double rho = number(op, "rho", 0.95);
    double epsilon = number(op, "epsilon", 1e-7);
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i];
        double square = rho * values[2][i] + (1 - rho) * g * g;
        double move = g * Math.sqrt(values[3][i] + epsilon) / Math.sqrt(square + epsilon);
        values[2][i] = square;
        values[3][i] = rho * values[3][i] + (1 - rho) * move * move;
        values[0][i] -= learningRate * move;
      }
    };
  }
}
