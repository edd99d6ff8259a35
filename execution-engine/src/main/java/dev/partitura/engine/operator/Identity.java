package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The input unchanged. Source: ONNX Identity-1, 13, 14, 16, 19, 21.
final class Identity implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Identity", Category.SHAPE, List.of("input"), 1).withOutputs("output");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.PLACE_BY_PLACE);
  }

  @Override
  public boolean isView(OpContext op) {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return op.sizes(0);
  }

  @Override
  public boolean keepsMasked(OpContext op, int input) {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var input = op.with(inputs).tensor(0);
    outputs.get(0, input.type()).copyFrom(input);
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> op.kept(0));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.gradient());
  }
}
