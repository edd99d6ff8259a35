package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes over a parameter that was updated elsewhere, where a copy of it lies, and leaves zeros in
/// the place of the sum of the copy's gradients, which the update has taken. Made when training is
/// laid out; no file holds it.
public final class CopyParameter implements Operator {
  public static final String TYPE = "CopyParameter";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ARITHMETIC,
          List.of("copy", "gradient", "parameter"),
          3,
          false,
          List.of("copy_new", "gradient_new"),
          false,
          List.of());

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public int takesPlaceOf(int output) {
    return output;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    ParameterUpdate.requireAlike(op, 0, 1, SIGNATURE.inputs().get(1));
    ParameterUpdate.requireAlike(op, 0, 2, SIGNATURE.inputs().get(2));
    return List.of(op.type(0), op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    ElementBlocks.change(
        List.of(run.tensor(0), run.tensor(1), run.tensor(2)),
        Arrays.asList(outputs.get(0, types.get(0)), outputs.get(1, types.get(1)), null),
        (values, count) -> {
          System.arraycopy(values[2], 0, values[0], 0, count);
          Arrays.fill(values[1], 0, count, 0);
        });
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Sharding.along(op.axis(0) == op.axis(1) && op.axis(0) == op.axis(2) ? op.axis(0) : -1);
  }
}
