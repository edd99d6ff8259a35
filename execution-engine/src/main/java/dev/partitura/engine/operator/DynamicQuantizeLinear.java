package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Quantizes to uint8 by the range of the data, zero included, and tells scale and zero point.
/// Source: ONNX DynamicQuantizeLinear-11.
final class DynamicQuantizeLinear implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("DynamicQuantizeLinear", Category.QUANTIZATION, List.of("x"), 1)
          .withOutputs("y", "y_scale", "y_zero_point");

  @Override
  public boolean startsWithAllOutputs() {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type == DataType.FLOAT, Phrase.of("words.floats"));
    return List.of(
        new TensorType(DataType.UINT8, op.shape(0)),
        TensorType.of(DataType.FLOAT),
        TensorType.of(DataType.UINT8));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 5);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var types = infer(run);
    float least = 0;
    float most = 0;
    for (long i = 0; i < x.elementCount(); i++) {
      Checkpoint.pass(i);
      least = Math.min(least, x.floatAt(i));
      most = Math.max(most, x.floatAt(i));
    }
    float scale = most == least ? 1f / 255 : (most - least) / 255;
    double zero = Math.rint(Math.clamp(-least / scale, 0f, 255f));
    if (outputs.wanted(0)) {
      var y = outputs.get(0, types.get(0));
      for (long i = 0; i < x.elementCount(); i++) {
        y.setLong(i, (long) Math.clamp(Math.rint(x.floatAt(i) / scale) + zero, 0, 255));
      }
    }
    if (outputs.wanted(1)) {
      outputs.get(1, types.get(1)).setFloat(0, scale);
    }
    if (outputs.wanted(2)) {
      outputs.get(2, types.get(2)).setLong(0, (long) zero);
    }
  }
}
