package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `Y = max(X, 0)`, elementwise; a NaN stays NaN. Source: ONNX Relu-6, 13, 14.
final class Relu implements Operator {
  private static final Signature SIGNATURE = Signature.of("Relu", Category.ACTIVATION, List.of("X"), 1);

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return List.of(op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var x = java.util.Objects.requireNonNull(inputs.get(0));
    var y = outputs.get(0, x.type());
    if (x.dataType() == DataType.FLOAT) {
      for (long i = 0; i < x.elementCount(); i++) {
        y.setFloat(i, Math.max(x.floatAt(i), 0f));
      }
    } else {
      for (long i = 0; i < x.elementCount(); i++) {
        y.setDouble(i, Math.max(x.doubleAt(i), 0));
      }
    }
  }
}
