package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  @Override
  public List<@Nullable String> gradients(Backward op) {
    double p = op.context().attributes().intOr("p", 2);
    var x = op.input(0);
    var share = op.overOrZero(op.op("Abs", x), op.output());
    var slope = op.times(op.op("Sign", x), op.op("Pow", share, op.number(p - 1)));
    return op.each(op.times(op.gradient(), slope));
  }
}
