package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `C = A · B` with broadcasting; integers wrap. Source: ONNX Mul-1, 6, 7, 13, 14.
final class Mul extends ElementwiseBinary {
  Mul() {
    super(named("Mul", Category.ARITHMETIC));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(
        Trait.BEHIND_HEAD, Trait.IN_CHAIN, Trait.COMMUTATIVE, Trait.PLACE_BY_PLACE, Trait.COMMON);
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return SizeList.calculated(op, (a, b) -> a * b);
  }

  @Override
  double apply(double a, double b) {
    return a * b;
  }

  @Override
  float apply(float a, float b) {
    return a * b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return a * b;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(
        op.where(0, () -> op.summedTo(op.times(op.gradient(), op.input(1)), op.outputShape(), 0)),
        op.where(1, () -> op.summedTo(op.times(op.gradient(), op.input(0)), op.outputShape(), 1)));
  }
}
