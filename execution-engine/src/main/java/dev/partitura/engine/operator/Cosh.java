package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hyperbolic cosine. Source: ONNX Cosh-9, 22.
final class Cosh extends ElementwiseUnary {
  Cosh() {
    super(Signature.of("Cosh", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::cosh;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Sinh", op.input(0))));
  }
}
