package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// `g += norm_coefficient · x`, `v = alpha · v + (1 - alpha) · g`, `h = beta · h + (1 - beta) ·
/// g²`, `x = (1 - norm_coefficient_post) · (x - r · v / (√h + epsilon))`, where `r = R · √(1 -
/// beta^T) / (1 - alpha^T)`, at the first step R. Source: ONNX Adam-1.
final class OnnxAdam extends OnnxUpdate {
  OnnxAdam() {
    super(
        "Adam",
        List.of("X", "G", "V", "H"),
        14,
        Parameter.ofFloat("alpha", 0.9f),
        Parameter.ofFloat("beta", 0.999f),
        Parameter.ofFloat("epsilon", 1e-6f),
        Parameter.ofFloat("norm_coefficient", 0),
        Parameter.ofFloat("norm_coefficient_post", 0));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double stepsBefore) {
    double alpha = op.attributes().floatOr("alpha", 0.9f);
    double beta = op.attributes().floatOr("beta", 0.999f);
    double epsilon = op.attributes().floatOr("epsilon", 1e-6f);
    double norm = op.attributes().floatOr("norm_coefficient", 0);
    double kept = 1 - op.attributes().floatOr("norm_coefficient_post", 0);
    double rate =
        stepsBefore > 0
            ? learningRate
                * Math.sqrt(1 - Math.pow(beta, stepsBefore))
                / (1 - Math.pow(alpha, stepsBefore))
            : learningRate;
    return (values, count) -> {
      var x = values[0];
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + norm * x[i];
        values[2][i] = alpha * values[2][i] + (1 - alpha) * g;
        values[3][i] = beta * values[3][i] + (1 - beta) * g * g;
        x[i] = kept * (x[i] - rate * values[2][i] / (Math.sqrt(values[3][i]) + epsilon));
      }
    };
  }
}
