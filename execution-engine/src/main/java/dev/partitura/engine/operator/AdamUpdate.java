package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// Adam: running means of the gradient and of its square, freed of their start at zero: `m = beta1
/// · m
/// + (1 - beta1) · g`, `v = beta2 · v + (1 - beta2) · g²`, `p -= rate · m̂ / (√v̂ + epsilon)`. With
///   `decoupled` weights decay by themselves (AdamW), else through the gradient. With `epsilon_hat`
///   epsilon is added to `√v` before that is freed of its start. The second operator divides by the
///   largest `v` so far. Sources: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1 (as PyTorch) and
///   the end of section 2 (as Keras); Loshchilov and Hutter 2019, arXiv:1711.05101; Reddi et al.
///   2018, arXiv:1904.09237.
final class AdamUpdate extends ParameterUpdate {
  /// @param largest whether the largest second moment is kept and divided by
  AdamUpdate(boolean largest) {
    super(
        largest ? "AmsgradUpdate" : "AdamUpdate",
        largest ? List.of("mean", "variance", "largest_variance") : List.of("mean", "variance"),
        0,
        true,
        14,
        number("beta1"),
        number("beta2"),
        number("epsilon"),
        number("weight_decay"),
        Parameter.ofInt("decoupled", 0),
        Parameter.ofInt("epsilon_hat", 0));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double step) {

    double beta1 = number(op, "beta1", 0.9);
    double beta2 = number(op, "beta2", 0.999);
    double decay = number(op, "weight_decay", 0);
    boolean decoupled = is(op, "decoupled");
    double kept = decoupled ? 1 - learningRate * decay : 1;
    double added = decoupled ? 0 : decay;
    double root = Math.sqrt(1 - Math.pow(beta2, step));
    double rate = learningRate / (1 - Math.pow(beta1, step));
    double epsilon = number(op, "epsilon", 1e-8) / (is(op, "epsilon_hat") ? root : 1);
    return (values, count) -> {
      var p = values[0];
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + added * p[i];
        double mean = beta1 * values[2][i] + (1 - beta1) * g;
        double square = beta2 * values[3][i] + (1 - beta2) * g * g;
        values[2][i] = mean;
        values[3][i] = square;
        if (values.length > 4) {
          square = Math.max(values[4][i], square);
          values[4][i] = square;
        }
        p[i] = kept * p[i] - rate * mean / (Math.sqrt(square) / root + epsilon);
      }
    };
  }
}
