package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;

/// `g += norm_coefficient · x`, `v = alpha · v + beta · g` with `beta = 1` at the first step, `x -=
/// R · v`, or `x -= R · (g + alpha · v)` by Nesterov. Source: ONNX Momentum-1.
final class OnnxMomentum extends OnnxUpdate {
  private static final String NESTEROV = "nesterov";
  private static final List<String> MODES = List.of("standard", NESTEROV);

  OnnxMomentum() {
    super(
        "Momentum",
        List.of("X", "G", "V"),
        6,
        Parameter.optional("alpha", Kind.FLOAT),
        Parameter.optional("beta", Kind.FLOAT),
        new Parameter("mode", Kind.STRING, null, MODES),
        Parameter.optional("norm_coefficient", Kind.FLOAT));
  }

  @Override
  void check(OpContext op) {
    for (var parameter : signature().parameters()) {
      if (!op.attributes().has(parameter.name())) {
        throw op.refuse("op.attribute.missing", parameter.name());
      }
    }
    var mode = op.attributes().stringOr("mode", "");
    if (!MODES.contains(mode)) {
      throw op.refuse("op.attribute.choice", "mode", mode, MODES);
    }
  }

  @Override
  ElementBlocks.Change rule(OpContext op, double learningRate, double stepsBefore) {
    double alpha = op.attributes().floatOr("alpha", 0);
    double beta = stepsBefore > 0 ? op.attributes().floatOr("beta", 1) : 1;
    double norm = op.attributes().floatOr("norm_coefficient", 0);
    boolean nesterov = op.attributes().stringOr("mode", "").equals(NESTEROV);
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        double g = values[1][i] + norm * values[0][i];
        values[2][i] = alpha * values[2][i] + beta * g;
        values[0][i] -= learningRate * (nesterov ? g + alpha * values[2][i] : values[2][i]);
      }
    };
  }
}
