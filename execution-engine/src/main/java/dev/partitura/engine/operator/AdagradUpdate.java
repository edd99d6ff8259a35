package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// Adagrad: each element moves the less the more its gradients have amounted to so far: `a += g²`,
/// `p -= rate / (1 + (step - 1) · decay) · g / (√a + epsilon)`, with `epsilon_in_root` over `√(a +
/// epsilon)`. Before that `g += weight_decay · p`. Source: Duchi et al. 2011; PyTorch's form, and
/// Keras' with the epsilon in the root.
final class AdagradUpdate extends ParameterUpdate {
  AdagradUpdate() {
    super(
        "AdagradUpdate",
        List.of("accumulator"),
        0,
        true,
        7,
        number("decay"),
        number("epsilon"),
        number("weight_decay"),
        Parameter.ofInt("epsilon_in_root", 0));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double rate = learningRate / (1 + (step - 1) * number(op, "decay", 0));
    double decay = number(op, "weight_decay", 0);
    double epsilon = number(op, "epsilon", 1e-10);
    double inside = is(op, "epsilon_in_root") ? epsilon : 0;
    double outside = epsilon - inside;
    return (values, count) -> {
      var p = values[0];
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + decay * p[i];
        values[2][i] += g * g;
        p[i] -= rate * g / (Math.sqrt(values[2][i] + inside) + outside);
      }
    };
  }
}
