package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `Y = A · sigmoid(alpha · A) · B`: a gate of [Swish] over B, both of one shape. Source: Shazeer
/// 2020, arXiv:2002.05202; ONNX SwiGLU-28.
final class SwiGLU implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "SwiGLU", Category.ACTIVATION, List.of("A", "B"), 2, Parameter.ofFloat("alpha", 1));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    var a = op.shape(0);
    var b = op.shape(1);
    if (a != null && b != null && a.isStatic() && b.isStatic() && !a.equals(b)) {
      throw op.refuse("op.shapes", List.of(a, b));
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 13);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    double alpha = SIGNATURE.floatOf(run.attributes(), "alpha");
    for (long i = 0; i < a.elementCount(); i++) {
      double gate = a.doubleAt(i);
      y.setDouble(i, gate / (1 + Math.exp(-alpha * gate)) * b.doubleAt(i));
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.axis(0) == op.axis(1) ? Sharding.along(op.axis(0)) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var alpha = op.number(SIGNATURE.floatOf(op.context().attributes(), "alpha"));
    var a = op.input(0);
    var gate = op.op("Sigmoid", op.times(a, alpha));
    var swish = op.times(a, gate);
    var slope = op.plus(gate, op.times(op.times(swish, alpha), op.minus(op.number(1), gate)));
    return op.each(
        op.times(op.gradient(), op.times(op.input(1), slope)), op.times(op.gradient(), swish));
  }
}
