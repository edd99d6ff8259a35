package dev.partitura.engine.operator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Arc cosine in radians, NaN outside `[-1, 1]`. Source: ONNX Acos-7, 22.
final class Acos extends ElementwiseUnary {
  Acos() {
    super(Signature.of("Acos", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 10);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::acos;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var square = op.times(op.input(0), op.input(0));
    var root = op.op("Sqrt", op.minus(op.number(1), square));
    return op.each(op.op("Neg", op.over(op.gradient(), root)));
  }
}
