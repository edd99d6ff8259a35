package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// 1 where an element is above the threshold, else 0. Source: ONNX's ml domain, Binarizer-1.
final class Binarizer implements Operator {
  private static final Signature SIGNATURE =
      new Signature(
          "ai.onnx.ml",
          "Binarizer",
          Category.LOGIC,
          List.of("X"),
          1,
          false,
          List.of("Y"),
          false,
          List.of(Parameter.ofFloat("threshold", 0)));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    return List.of(op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, x.type());
    double threshold = SIGNATURE.floatOf(run.attributes(), "threshold");
    for (long i = 0; i < x.elementCount(); i++) {
      y.setDouble(i, x.doubleAt(i) > threshold ? 1 : 0);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
