package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds the gradient of one micro-batch to the sum of those before it, where that sum lies. Made
/// when training is laid out; no file holds it.
public final class AccumulateGradient implements Operator {
  public static final String TYPE = "AccumulateGradient";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ARITHMETIC,
          List.of("sum", "gradient"),
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
    return output;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    ParameterUpdate.requireAlike(op, 0, 1, SIGNATURE.inputs().get(1));
    return List.of(op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    ElementBlocks.change(
        List.of(run.tensor(0), run.tensor(1)),
        Arrays.asList(outputs.get(0, infer(run).getFirst()), null),
        (values, count) -> {
          for (int i = 0; i < count; i++) {
            values[0][i] += values[1][i];
          }
        });
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Sharding.along(op.axis(0) == op.axis(1) ? op.axis(0) : -1);
  }
}
