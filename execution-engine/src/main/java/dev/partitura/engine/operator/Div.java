package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `C = A / B` with broadcasting; integers are truncated toward zero, and a division of integers by
/// zero, which ONNX leaves open, gives 0. Source: ONNX Div-1, 6, 7, 13, 14.
final class Div extends ElementwiseBinary {
  Div() {
    super(named("Div", Category.ARITHMETIC));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN, Trait.PLACE_BY_PLACE);
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return SizeList.calculated(op, (a, b) -> b == 0 ? SizeList.OPEN : a / b);
  }

  @Override
  double apply(double a, double b) {
    return a / b;
  }

  @Override
  float apply(float a, float b) {
    return a / b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return b == 0 ? 0 : type == DataType.UINT64 ? Long.divideUnsigned(a, b) : a / b;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var share = op.over(op.gradient(), op.input(1));
    return op.each(
        op.where(0, () -> op.summedTo(share, op.outputShape(), 0)),
        op.where(
            1, () -> op.summedTo(op.op("Neg", op.times(share, op.output())), op.outputShape(), 1)));
  }
}
