package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The same elements in memory of their own, where what is done to them harms nobody else. Made
/// when a plan is laid out; no file holds it.
public final class Copy implements Operator {
  public static final String TYPE = "Copy";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("input"),
          1,
          false,
          List.of("output"),
          false,
          List.of());

  @Override
  public Signature signature() {
    return SIGNATURE;
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
    var from = op.with(inputs).tensor(0);
    Elements.copy(from, 0, 1, outputs.get(0, from.type()), 0, 1, from.elementCount());
  }
}
