package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// RMSprop: the gradient over the root of its running mean square: `s = rho · s + (1 - rho) · g²`,
/// `p -= rate · g / (√s + epsilon)`, with `epsilon_in_root` over `√(s + epsilon)`; where the op
/// keeps a velocity the quotients gather in it: `v = momentum · v + g / …`, `p -= rate · v`. Before
/// that `g += weight_decay · p`. The second operator takes the square of the running mean away from
/// `s` first. Source: Tieleman and Hinton 2012, lecture 6.5; Graves 2013, arXiv:1308.0850, for the
/// centered one; PyTorch's form, and Keras' with the epsilon in the root.
final class RmspropUpdate extends ParameterUpdate {
  private final boolean centered;

  RmspropUpdate(boolean centered) {
    super(
        centered ? "CenteredRmspropUpdate" : "RmspropUpdate",
        centered ? List.of("square", "mean", "velocity") : List.of("square", "velocity"),
        1,
        false,
        9,
        number("rho"),
        number("momentum"),
        number("epsilon"),
        number("weight_decay"),
        Parameter.ofInt("epsilon_in_root", 0));
    this.centered = centered;
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double rho = number(op, "rho", 0.99);
    double momentum = number(op, "momentum", 0);
    double decay = number(op, "weight_decay", 0);
    double epsilon = number(op, "epsilon", 1e-8);
    double inside = is(op, "epsilon_in_root") ? epsilon : 0;
    double outside = epsilon - inside;
    int velocity = centered ? 4 : 3;
    return (values, count) -> {
      var p = values[0];
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + decay * p[i];
        values[2][i] = rho * values[2][i] + (1 - rho) * g * g;
        double square = values[2][i];
        if (centered) {
          values[3][i] = rho * values[3][i] + (1 - rho) * g;
          square -= values[3][i] * values[3][i];
        }
        double move = g / (Math.sqrt(square + inside) + outside);
        if (values.length > velocity) {
          values[velocity][i] = momentum * values[velocity][i] + move;
          move = values[velocity][i];
        }
        p[i] -= learningRate * move;
      }
    };
  }
}
