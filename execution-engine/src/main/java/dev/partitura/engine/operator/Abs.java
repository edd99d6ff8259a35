package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = |X|`. Source: ONNX Abs-1, 6, 13.
final class Abs extends ElementwiseUnary {
  Abs() {
    super(Signature.of("Abs", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return Math::abs;
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    return op.dataType(0) == DataType.UINT64 ? x -> x : Math::abs;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.times(op.gradient(), op.op("Sign", op.input(0))));
  }
}
