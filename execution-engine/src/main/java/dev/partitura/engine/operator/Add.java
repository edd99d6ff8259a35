package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `C = A + B` with broadcasting; integers wrap. Source: ONNX Add-1, 6, 7, 13, 14.
final class Add extends ElementwiseBinary {
  Add() {
    super(named("Add", Category.ARITHMETIC));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(
        Trait.BEHIND_HEAD,
        Trait.IN_CHAIN,
        Trait.COMMUTATIVE,
        Trait.RESIDUAL_SUM,
        Trait.ADDS,
        Trait.PLACE_BY_PLACE,
        Trait.COMMON);
  }

  /// Where what is added is nowhere above zero.
  @Override
  public boolean keepsMasked(OpContext op, int input) {
    var added = op.constant(1 - input);
    for (long i = 0; added != null && i < added.elementCount(); i++) {
      if (!(added.doubleAt(i) <= 0)) {
        return false;
      }
    }
    return added != null;
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return SizeList.calculated(op, (a, b) -> a + b);
  }

  @Override
  double apply(double a, double b) {
    return a + b;
  }

  @Override
  float apply(float a, float b) {
    return a + b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return a + b;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.summedTo(op.gradient(), op.outputShape(), 0),
        op.summedTo(op.gradient(), op.outputShape(), 1));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> super.sharding(op, output));
  }
}
