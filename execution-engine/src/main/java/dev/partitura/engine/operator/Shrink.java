package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `X + bias` below `-lambd`, `X - bias` above `lambd`, 0 between; a NaN stays NaN. Source: ONNX
/// Shrink-9.
final class Shrink extends ElementwiseUnary {
  Shrink() {
    super(
        Signature.of(
                "Shrink",
                Category.ACTIVATION,
                List.of("input"),
                1,
                Parameter.ofFloat("bias", 0),
                Parameter.ofFloat("lambd", 0.5f))
            .withOutputs("output"),
        2);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float bias = signature().floatOf(op.attributes(), "bias");
    float lambda = signature().floatOf(op.attributes(), "lambd");
    return x -> x < -lambda ? x + bias : x >= -lambda && x <= lambda ? 0 : x - bias;
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    var function = function(op);
    return x -> (long) function.applyAsDouble(x);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var lambda = op.number(signature().floatOf(op.context().attributes(), "lambd"));
    var outside = op.positive(op.minus(op.op("Abs", op.input(0)), lambda));
    return op.each(op.times(op.gradient(), outside));
  }
}
