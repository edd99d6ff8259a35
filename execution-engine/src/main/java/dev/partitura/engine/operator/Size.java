package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The number of elements of its input, an int64 scalar. Source: ONNX Size-1, 13, 19, 21.
final class Size implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Size", Category.SHAPE, List.of("data"), 1).withOutputs("size");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.READS_SIZES);
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.type(0);
    return List.of(TensorType.of(DataType.INT64));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    outputs
        .get(0, TensorType.of(DataType.INT64))
        .setLong(0, op.with(inputs).type(0).knownShape().elementCount());
  }
}
