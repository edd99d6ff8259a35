package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolution of quantized tensors, quantized again: scale and zero point of `w` for all or for
/// each output channel, the bias `B` in int32. Source: ONNX QLinearConv-10.
final class QLinearConv implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "QLinearConv",
              Category.QUANTIZATION,
              List.of(
                  "x",
                  "x_scale",
                  "x_zero_point",
                  "w",
                  "w_scale",
                  "w_zero_point",
                  "y_scale",
                  "y_zero_point",
                  "B"),
              8,
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
    return input != 0 && input != 3;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static OpContext plain(OpContext op) {
    return op.hasInput(8)
        ? Unshifted.plain(op, "Conv", DataType.DOUBLE, 0, 3, 8)
        : Unshifted.plain(op, "Conv", DataType.DOUBLE, 0, 3);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    for (int input : new int[] {0, 2, 3, 5, 7}) {
      Unshifted.requireBytes(op, input);
    }
    op.requireSameType(0, 2);
    op.requireSameType(3, 5);
    op.requireFloats(1);
    op.requireSameType(1, 4, 6);
    if (op.hasInput(8)) {
      op.requireType(8, type -> type == DataType.INT32, Phrase.of("words.int32"));
    }
    return List.of(new TensorType(op.dataType(7), CONVOLUTION.infer(plain(op)).getFirst().shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return CONVOLUTION.work(plain(op), outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var y = outputs.get(0, infer(run).getFirst());
    var given = new ArrayList<@Nullable Tensor>();
    // In float64, where sums of such products are exact.
    given.add(Unshifted.of(run, 0, 2, 0, DataType.DOUBLE));
    given.add(Unshifted.of(run, 3, 5, 0, DataType.DOUBLE));
    if (run.hasInput(8)) {
      given.add(Unshifted.of(run, 8, inputs.size(), 0, DataType.DOUBLE));
    }
    var sums = Unshifted.result(CONVOLUTION, plain(run), given);
    var scales = run.tensor(4);
    long channels = y.shape().size(1);
    if (scales.elementCount() != 1 && scales.elementCount() != channels) {
      throw run.refuse("op.shapes", List.of(run.tensor(3).shape(), scales.shape()));
    }
    float xScale = (float) run.single(1).doubleAt(0);
    float yScale = (float) run.single(6).doubleAt(0);
    long zero = run.single(7).longAt(0);
    long plane = y.shape().product(2, y.shape().rank());
    for (long i = 0; i < y.elementCount(); i++) {
      long channel = scales.elementCount() == 1 ? 0 : i / plane % channels;
      float scale = xScale * (float) scales.doubleAt(channel) / yScale;
      double shifted = Math.rint(sums.doubleAt(i) * scale) + zero;
      y.setLong(
          i,
          (long)
              Math.clamp(shifted, Integers.smallest(y.dataType()), Integers.largest(y.dataType())));
    }
  }

  /// Samples are convolved one by one.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }
}
