package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolution of 8-bit integers less their zero points, in int32; padding is the zero point of
/// `x`. Source: ONNX ConvInteger-10.
final class ConvInteger implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "ConvInteger",
              Category.QUANTIZATION,
              List.of("x", "w", "x_zero_point", "w_zero_point"),
              2,
              Parameter.optional("kernel_shape", Kind.INTS),
              Parameter.optional("strides", Kind.INTS),
              Parameter.optional("pads", Kind.INTS),
              Parameter.optional("dilations", Kind.INTS),
              Parameter.ofInt("group", 1),
              Parameter.ofString(
                  "auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
          .withOutputs("y");
  private static final Conv CONVOLUTION = new Conv();

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
    var made = CONVOLUTION.infer(Unshifted.plain(op, "Conv", DataType.DOUBLE, 0, 1)).getFirst();
    return List.of(new TensorType(DataType.INT32, made.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return CONVOLUTION.work(Unshifted.plain(op, "Conv", DataType.DOUBLE, 0, 1), outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    // In float64, where sums of such products are exact.
    var x = Unshifted.of(run, 0, 2, 0, DataType.DOUBLE);
    var w = Unshifted.of(run, 1, 3, 0, DataType.DOUBLE);
    var plain = Unshifted.plain(run, "Conv", DataType.DOUBLE, 0, 1);
    var sums = Unshifted.result(CONVOLUTION, plain, List.of(x, w));
    for (long i = 0; i < y.elementCount(); i++) {
      y.setLong(i, sums.longAt(i));
    }
  }

  /// Samples are convolved one by one.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }
}
