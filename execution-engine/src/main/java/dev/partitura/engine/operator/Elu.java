package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = X` where X is not negative, else `alpha · (e^X - 1)`. Source: ONNX Elu-1, 6, 22.
final class Elu extends ElementwiseUnary {
  Elu() {
    super(
        Signature.of("Elu", Category.ACTIVATION, List.of("X"), 1, Parameter.ofFloat("alpha", 1)),
        10);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    float alpha = signature().floatOf(op.attributes(), "alpha");
    return x -> x < 0 ? alpha * Math.expm1(x) : x;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var above = op.positive(op.input(0));
    var alpha = op.number(signature().floatOf(op.context().attributes(), "alpha"));
    var below = op.times(alpha, exponential(op, 1));
    return op.each(op.times(op.gradient(), either(op, above, op.number(1), below)));
  }

  /// `e^(min(X, 0) / alpha)`, which overflows nowhere.
  static String exponential(Backward op, double alpha) {
    return op.op("Exp", op.times(op.op("Relu", op.op("Neg", op.input(0))), op.number(-1 / alpha)));
  }

  /// `one` where `above` is 1, `other` where it is 0.
  static String either(Backward op, String above, String one, String other) {
    return op.plus(op.times(above, one), op.times(op.minus(op.number(1), above), other));
  }
}
