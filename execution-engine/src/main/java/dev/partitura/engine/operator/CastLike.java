package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts the first input to the element type of the second. Source: ONNX CastLike-15, 19, 21,
/// 23, 24, 25.
final class CastLike implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "CastLike",
              Category.SHAPE,
              List.of("input", "target_type"),
              2,
              Parameter.ofInt("saturate", 1),
              ElementConversion.ROUND_MODE)
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    ElementConversion.requireRoundMode(op);
    return List.of(new TensorType(op.dataType(1), op.shape(0)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    ElementConversion.convert(run, run.tensor(0), outputs.get(0, infer(run).getFirst()));
  }

  /// Only the element type of the target is read.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Sharding.along(op.axis(0));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.first(
        op.op(
            "Cast",
            Backward.attributes("to", new Attribute.IntValue(op.context().dataType(0).onnxCode())),
            op.gradient()));
  }
}
