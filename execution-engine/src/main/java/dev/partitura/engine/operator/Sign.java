package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `-1`, `0` or `1` by the sign of the input. Source: ONNX Sign-9, 13.
final class Sign extends ElementwiseUnary {
  Sign() {
    super(Signature.of("Sign", Category.ARITHMETIC, List.of("input"), 1).withOutputs("output"), 1);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::signum;
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    return op.dataType(0) == DataType.UINT64 ? x -> x == 0 ? 0 : 1 : Long::signum;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.none());
  }
}
