package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A matrix of the input's shape with ones `k` places right of the diagonal, and zeros elsewhere;
/// of the input's type where `dtype` names no other. Source: ONNX EyeLike-9, 22.
final class EyeLike implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "EyeLike",
              Category.SHAPE,
              List.of("input"),
              1,
              Parameter.optional("dtype", Kind.INT),
              Parameter.ofInt("k", 0))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireRank(0, 2);
    var type =
        op.attributes().has("dtype") ? ElementTypes.of(op, op.requireInt("dtype")) : op.dataType(0);
    return List.of(new TensorType(type, op.shape(0)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    Elements.clear(y);
    long rows = y.shape().size(0);
    long columns = y.shape().size(1);
    long right = SIGNATURE.intOf(run.attributes(), "k");
    for (long row = 0; row < rows; row++) {
      if (row >= -right && row < columns - right) {
        y.setDouble(row * columns + row + right, 1);
      }
    }
  }
}
