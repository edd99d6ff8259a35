package dev.partitura.engine.operator;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// `Y = -X`. Source: ONNX Neg-1, 6, 13.
final class Neg extends ElementwiseUnary {
  Neg() {
    super(Signature.of("Neg", Category.ARITHMETIC, List.of("X"), 1), 1);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN);
  }

  @Override
  DoubleUnaryOperator function(OpContext op) {
    return x -> -x;
  }

  @Override
  LongUnaryOperator integers(OpContext op) {
    return x -> -x;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.op("Neg", op.gradient()));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> super.sharding(op, output));
  }
}
