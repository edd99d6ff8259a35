package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Coordinates of the elements that are not zero, one column each, in row-major order: `[rank,
/// count]`. Source: ONNX NonZero-9, 13.
final class NonZero implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("NonZero", Category.SHAPE, List.of("X"), 1);

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var x = op.shape(0);
    return List.of(
        TensorType.of(DataType.INT64, x == null ? Shape.UNKNOWN : x.rank(), Shape.UNKNOWN));
  }

  private static boolean isZero(Tensor x, long i) {
    return x.dataType() == DataType.STRING ? x.stringAt(i).isEmpty() : x.doubleAt(i) == 0;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var x = op.with(inputs).tensor(0);
    long count = 0;
    for (long i = 0; i < x.elementCount(); i++) {
      count += isZero(x, i) ? 0 : 1;
    }
    int rank = x.shape().rank();
    var y = outputs.get(0, TensorType.of(DataType.INT64, rank, count));
    var strides = x.shape().strides();
    long column = 0;
    for (long i = 0; i < x.elementCount(); i++) {
      if (isZero(x, i)) {
        continue;
      }
      for (int axis = 0; axis < rank; axis++) {
        y.setLong(axis * count + column, i / strides[axis] % x.shape().size(axis));
      }
      column++;
    }
  }
}
