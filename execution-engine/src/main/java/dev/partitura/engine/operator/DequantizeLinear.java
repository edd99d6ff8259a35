package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `y = (x - x_zero_point) · x_scale`, in the scale's type or `output_dtype`. Source: ONNX
/// DequantizeLinear-10, 13, 19, 21, 23, 24, 25.
final class DequantizeLinear implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "DequantizeLinear",
              Category.QUANTIZATION,
              List.of("x", "x_scale", "x_zero_point"),
              2,
              Parameter.ofInt("axis", 1),
              Parameter.ofInt("block_size", 0),
              Parameter.ofInt("output_dtype", 0))
          .withOutputs("y");

  @Override
  public boolean isSetting(int input) {
    return input > 0;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(
        0,
        type -> type.isInteger() || type.isCompact() && type != DataType.FLOAT8E8M0,
        Phrase.of("words.compactNumbers"));
    op.requireType(
        1, type -> type.isFloating() || type == DataType.FLOAT8E8M0, Phrase.of("words.floats"));
    op.requireSameType(0, 2);
    return List.of(new TensorType(made(op), op.shape(0)));
  }

  private static DataType made(OpContext op) {
    long stated = SIGNATURE.intOf(op.attributes(), "output_dtype");
    var type = op.dataType(1);
    for (var known : DataType.values()) {
      type = known.onnxCode() == stated ? known : type;
    }
    if (!type.isFloating()) {
      throw op.refuse("op.dequantize.type", type.label());
    }
    return type;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 2);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var scale = run.tensor(1);
    var zero = run.hasInput(2) ? run.tensor(2) : null;
    var y = outputs.get(0, infer(run).getFirst());
    var steps = QuantizationSteps.of(run, x.shape(), scale.shape());
    for (long i = 0; i < x.elementCount(); i++) {
      long step = steps.at(i);
      y.setDouble(
          i, (x.doubleAt(i) - (zero == null ? 0 : zero.doubleAt(step))) * scale.doubleAt(step));
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return QuantizationSteps.sharding(op);
  }
}
