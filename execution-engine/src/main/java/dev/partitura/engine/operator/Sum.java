package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sum of the inputs, with broadcasting. Source: ONNX Sum-1, 6, 8, 13.
final class Sum extends ElementwiseVariadic {
  Sum() {
    super("Sum", "sum");
  }

  @Override
  public int startingInputs() {
    return 2;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.IN_CHAIN, Trait.COMMUTATIVE, Trait.RESIDUAL_SUM);
  }

  @Override
  double apply(double a, double b) {
    return a + b;
  }

  @Override
  long apply(long a, long b, DataType type) {
    return a + b;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> super.sharding(op, output));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.every(input -> op.summedTo(op.gradient(), op.outputShape(), input));
  }
}
