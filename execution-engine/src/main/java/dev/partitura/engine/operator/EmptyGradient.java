package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Zeros in the place of a sum of gradients, of which the update that comes before it took a piece.
/// Made when a plan is laid out; no file holds it.
public final class EmptyGradient implements Operator {
  public static final String TYPE = "EmptyGradient";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("sum", "after"),
          2,
          false,
          List.of("sum_new"),
          false,
          List.of());

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public int takesPlaceOf(int output) {
    return 0;
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
    outputs.get(0, op.with(inputs).tensor(0).type()).data().fill((byte) 0);
  }
}
