package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mean of the inputs, with broadcasting. Source: ONNX Mean-1, 6, 8, 13.
final class Mean extends ElementwiseVariadic {
  Mean() {
    super("Mean", "mean");
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
  double finish(double folded, int count) {
    return folded / count;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    return super.infer(op);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var share = op.times(op.gradient(), op.number(1.0 / op.context().inputCount()));
    return op.every(input -> op.summedTo(share, op.outputShape(), input));
  }
}
