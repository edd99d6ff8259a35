package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `y = saturate(round(x / y_scale) + y_zero_point)`, halves to the even number. The ratio is
/// calculated in float32, or float64 where `x` or `precision` is. Source: ONNX QuantizeLinear-10,
/// 13, 19, 21, 23, 24, 25.
final class QuantizeLinear implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "QuantizeLinear",
              Category.QUANTIZATION,
              List.of("x", "y_scale", "y_zero_point"),
              2,
              Parameter.ofInt("axis", 1),
              Parameter.ofInt("block_size", 0),
              Parameter.ofInt("output_dtype", 0),
              Parameter.ofInt("saturate", 1),
              Parameter.ofInt("precision", 0))
          .withOutputs("y");

  @Override
  public boolean isSetting(int input) {
    return input > 0;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireType(
        1,
        type -> type.isFloating() || type == DataType.INT32 || type == DataType.FLOAT8E8M0,
        Phrase.of("words.floats"));
    long precision = SIGNATURE.intOf(op.attributes(), "precision");
    if (precision != 0 && !typeOf(op, precision).isFloating()) {
      throw op.refuse("op.quantize.target", precision);
    }
    var type = DataType.UINT8;
    long stated = SIGNATURE.intOf(op.attributes(), "output_dtype");
    if (op.hasInput(2)) {
      type = op.dataType(2);
    } else if (stated != 0) {
      type = typeOf(op, stated);
    }
    if (!type.isInteger() && (!type.isCompact() || type == DataType.FLOAT8E8M0)) {
      throw op.refuse("op.quantize.type", type.label());
    }
    return List.of(new TensorType(type, op.shape(0)));
  }

  private static DataType typeOf(OpContext op, long code) {
    for (var type : DataType.values()) {
      if (type.onnxCode() == code) {
        return type;
      }
    }
    throw op.refuse("op.quantize.target", code);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 3);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var scale = run.tensor(1);
    var zero = run.hasInput(2) ? run.tensor(2) : null;
    var y = outputs.get(0, infer(run).getFirst());
    var steps = QuantizationSteps.of(run, x.shape(), scale.shape());
    double least = Integers.smallest(y.dataType());
    double most = Integers.largest(y.dataType());
    boolean saturate = SIGNATURE.intOf(run.attributes(), "saturate") != 0;
    boolean wide =
        x.dataType() == DataType.DOUBLE
            || SIGNATURE.intOf(run.attributes(), "precision") == DataType.DOUBLE.onnxCode();
    for (long i = 0; i < x.elementCount(); i++) {
      long step = steps.at(i);
      double ratio =
          wide
              ? x.doubleAt(i) / scale.doubleAt(step)
              : (float) x.doubleAt(i) / (float) scale.doubleAt(step);
      if (y.dataType().isMinifloat()) {
        y.setMinifloat(i, zero == null ? ratio : ratio + zero.doubleAt(step), saturate);
        continue;
      }
      double shifted = Math.rint(ratio) + (zero == null ? 0 : zero.longAt(step));
      y.setLong(i, (long) Math.clamp(shifted, least, most));
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return QuantizationSteps.sharding(op);
  }
}
