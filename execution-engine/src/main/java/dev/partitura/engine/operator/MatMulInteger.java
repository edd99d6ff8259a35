package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Matrix product of 8-bit integers less their zero points, in int32; a zero point for all, one for
/// each row of A or column of B. Source: ONNX MatMulInteger-10.
final class MatMulInteger implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "MatMulInteger",
          Category.QUANTIZATION,
          List.of("A", "B", "a_zero_point", "b_zero_point"),
          2);
  private static final MatMul PRODUCT = new MatMul();

  @Override
  public boolean isSetting(int input) {
    return input > 1;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    for (int input = 0; input < 4; input++) {
      Unshifted.requireBytes(op, input);
    }
    op.requireSameType(0, 2);
    op.requireSameType(1, 3);
    return PRODUCT.infer(Unshifted.plain(op, "MatMul", DataType.INT32, 0, 1));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return PRODUCT.work(Unshifted.plain(op, "MatMul", DataType.INT32, 0, 1), outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var a = Unshifted.of(run, 0, 2, -2, DataType.INT32);
    var b = Unshifted.of(run, 1, 3, -1, DataType.INT32);
    var plain = Unshifted.plain(run, "MatMul", DataType.INT32, 0, 1);
    y.copyFrom(Unshifted.result(PRODUCT, plain, List.of(a, b)));
  }
}
