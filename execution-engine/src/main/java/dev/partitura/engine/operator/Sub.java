package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `C = A - B` with broadcasting; integers wrap. Source: ONNX Sub-1, 6, 7, 13, 14.
final class Sub extends ElementwiseBinary {
  Sub() {
    super(named("Sub", Category.ARITHMETIC));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN, Trait.PLACE_BY_PLACE);
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return SizeList.calculated(op, (a, b) -> a - b);
  }

  @Override
  double apply(double a, double b) {
    return a - b;
  }

  @Override
  float apply(float a, float b) {
    return a - b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return a - b;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.where(0, () -> op.summedTo(op.gradient(), op.outputShape(), 0)),
        op.where(1, () -> op.summedTo(op.op("Neg", op.gradient()), op.outputShape(), 1)));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> super.sharding(op, output));
  }
}
