package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remainder with broadcasting: with `fmod` 0 it takes the divisor's sign, with 1 the dividend's
/// (as C's fmod). An integer remainder by zero, which ONNX leaves open, is 0. Source: ONNX Mod-10,
/// 13.
final class Mod implements Operator {
  private static final Signature SIGNATURE =
      ElementwiseBinary.named("Mod", Category.ARITHMETIC, Parameter.ofInt("fmod", 0));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1);
    return List.of(op.type(0).withShape(Broadcast.shape(op, 0, 1)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = run.tensor(1);
    var c = outputs.get(0, infer(run).getFirst());
    var shape = c.shape();
    boolean floored = SIGNATURE.intOf(run.attributes(), "fmod") == 0;
    for (var rows =
            IndexSpace.of(
                shape.sizes(),
                shape.strides(),
                Broadcast.strides(a.shape(), shape),
                Broadcast.strides(b.shape(), shape));
        rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long atA = rows.position(1) + i * rows.step(1);
        long atB = rows.position(2) + i * rows.step(2);
        if (c.dataType().isFloating()) {
          c.setDouble(rows.position(0) + i, remainder(a.doubleAt(atA), b.doubleAt(atB), floored));
        } else {
          c.setLong(
              rows.position(0) + i, remainder(a.longAt(atA), b.longAt(atB), c.dataType(), floored));
        }
      }
    }
  }

  private static double remainder(double a, double b, boolean floored) {
    double remainder = a % b;
    return floored && remainder != 0 && remainder < 0 != b < 0 ? remainder + b : remainder;
  }

  private static long remainder(long a, long b, DataType type, boolean floored) {
    if (b == 0) {
      return 0;
    }
    if (type == DataType.UINT64) {
      return Long.remainderUnsigned(a, b);
    }
    return floored ? Math.floorMod(a, b) : a % b;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var times = op.over(op.minus(op.input(0), op.output()), op.input(1));
    return op.each(
        op.where(0, () -> op.summedTo(op.gradient(), op.outputShape(), 0)),
        op.where(
            1,
            () -> op.summedTo(op.op("Neg", op.times(op.gradient(), times)), op.outputShape(), 1)));
  }
}
