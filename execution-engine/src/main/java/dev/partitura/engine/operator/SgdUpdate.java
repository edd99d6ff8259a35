package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// Gradient descent, with momentum where the op keeps a velocity: `v = momentum · v + (1 -
/// dampening) · g`, the first one `g`; `p -= rate · v`, with Nesterov's momentum `p -= rate · (g +
/// momentum · v)`. Before that `g += weight_decay · p`. Source: PyTorch's `SGD` (Sutskever et al.
/// 2013); Keras' is the same at a learning rate that stays.
final class SgdUpdate extends ParameterUpdate {
  SgdUpdate() {
    super(
        "SgdUpdate",
        List.of("velocity"),
        1,
        true,
        6,
        number("momentum"),
        number("dampening"),
        number("weight_decay"),
        Parameter.ofInt("nesterov", 0));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double momentum = number(op, "momentum", 0);
    double share = step <= 1 ? 1 : 1 - number(op, "dampening", 0);
    double kept = step <= 1 ? 0 : momentum;
    double decay = number(op, "weight_decay", 0);
    boolean nesterov = is(op, "nesterov");
    return (values, count) -> {
      var p = values[0];
      for (int i = 0; i < count; i++) {
        double move = values[1][i] + decay * p[i];
        if (values.length > 2) {
          double velocity = kept * values[2][i] + share * move;
          values[2][i] = velocity;
          move = nesterov ? move + momentum * velocity : velocity;
        }
        p[i] -= learningRate * move;
      }
    };
  }
}
