package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// `g += norm_coefficient · x`, `h += g²`, `x -= R / (1 + T · decay_factor) · g / (√h + epsilon)`.
/// Source: ONNX Adagrad-1.
final class OnnxAdagrad extends OnnxUpdate {
  OnnxAdagrad() {
    super(
        "Adagrad",
        List.of("X", "G", "H"),
        7,
        Parameter.ofFloat("decay_factor", 0),
        Parameter.ofFloat("epsilon", 1e-6f),
        Parameter.ofFloat("norm_coefficient", 0));
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double stepsBefore) {
    double norm = op.attributes().floatOr("norm_coefficient", 0);
    double epsilon = op.attributes().floatOr("epsilon", 1e-6f);
    double rate = learningRate / (1 + stepsBefore * op.attributes().floatOr("decay_factor", 0));
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + norm * values[0][i];
        values[2][i] += g * g;
        values[0][i] -= rate * g / (Math.sqrt(values[2][i]) + epsilon);
      }
    };
  }
}
