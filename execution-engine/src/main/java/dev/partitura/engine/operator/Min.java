package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Smallest of the inputs, with broadcasting; a NaN wins. Source: ONNX Min-1, 6, 8, 12, 13.
final class Min extends ElementwiseVariadic {
  Min() {
    super("Min", "min");
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.IN_CHAIN, Trait.COMMUTATIVE);
  }

  @Override
  double apply(double a, double b) {
    return Math.min(a, b);
  }

  @Override
  long apply(long a, long b, DataType type) {
    return type == DataType.UINT64 && Long.compareUnsigned(a, b) <= 0
            || type != DataType.UINT64 && a <= b
        ? a
        : b;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return toTaken(op);
  }
}
