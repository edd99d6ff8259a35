package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A window over `size` samples that falls off towards both ends, of the type `output_datatype`;
/// `periodic` leaves the last sample to the next period.
abstract class WindowFunction implements Operator {
  private final Signature signature;

  WindowFunction(String type) {
    this.signature =
        Signature.of(
                type,
                Category.ARITHMETIC,
                List.of("size"),
                1,
                Parameter.ofInt("output_datatype", DataType.FLOAT.onnxCode()),
                Parameter.ofInt("periodic", 1))
            .withOutputs("output");
  }

  /// @param turn place in the window, from 0 to 2π
  abstract double at(double turn);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(0);
    var type = ElementTypes.ofNumbers(op, signature.intOf(op.attributes(), "output_datatype"));
    if (op.isVariable(0)) {
      return List.of(TensorType.of(type, Shape.UNKNOWN));
    }
    long size = op.single(0).longAt(0);
    if (size < 0) {
      throw op.refuse("op.window.length", size);
    }
    return List.of(TensorType.of(type, size));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    boolean periodic = signature().intOf(run.attributes(), "periodic") != 0;
    long period = periodic ? y.elementCount() : y.elementCount() - 1;
    for (long i = 0; i < y.elementCount(); i++) {
      y.setDouble(i, period == 0 ? 1 : at(2 * Math.PI * i / period));
    }
  }
}
