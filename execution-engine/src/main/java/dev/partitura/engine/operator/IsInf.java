package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether each element is infinite; of the wanted sign only. Source: ONNX IsInf-10, 20.
final class IsInf implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "IsInf",
          Category.LOGIC,
          List.of("X"),
          1,
          Parameter.ofInt("detect_negative", 1),
          Parameter.ofInt("detect_positive", 1));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    return List.of(new TensorType(DataType.BOOL, op.shape(0)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    boolean negative = SIGNATURE.intOf(run.attributes(), "detect_negative") != 0;
    boolean positive = SIGNATURE.intOf(run.attributes(), "detect_positive") != 0;
    for (long i = 0; i < x.elementCount(); i++) {
      double value = x.doubleAt(i);
      y.setLong(i, Double.isInfinite(value) && (value > 0 ? positive : negative) ? 1 : 0);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
