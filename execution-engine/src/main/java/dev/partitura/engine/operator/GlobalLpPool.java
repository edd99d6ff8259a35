package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;

/// `p`-norm of each plane. Source: ONNX GlobalLpPool-1, 2, 22.
final class GlobalLpPool extends GlobalPooling {
  GlobalLpPool() {
    super("GlobalLpPool", Parameter.ofInt("p", 2));
  }

  @Override
  double fold(OpContext op, double[] plane) {
    double p = op.attributes().intOr("p", 2);
    double sum = 0;
    for (double x : plane) {
      sum += Math.pow(Math.abs(x), p);
    }
    return Math.pow(sum, 1 / p);
  }
}
