package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `Z = X ^ Y` with broadcasting; base and exponent may differ in type, the result has the base's.
/// Source: ONNX Pow-1, 7, 12, 13, 15.
final class Pow implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Pow", Category.ARITHMETIC, List.of("X", "Y"), 2).withOutputs("Z");
  private static final int FLOPS = 10;

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireNumbers(1);
    return List.of(op.type(0).withShape(LegacyBroadcast.shape(op)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, FLOPS);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = LegacyBroadcast.aligned(run);
    var z = outputs.get(0, infer(run).getFirst());
    var shape = z.shape();
    boolean whole = x.dataType().isInteger() && y.dataType().isInteger();
    for (var rows =
            IndexSpace.of(
                shape.sizes(),
                shape.strides(),
                Broadcast.strides(x.shape(), shape),
                Broadcast.strides(y.shape(), shape));
        rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long atX = rows.position(1) + i * rows.step(1);
        long atY = rows.position(2) + i * rows.step(2);
        if (whole && y.longAt(atY) >= 0) {
          z.setLong(rows.position(0) + i, power(x.longAt(atX), y.longAt(atY)));
        } else {
          z.setDouble(rows.position(0) + i, power(x.doubleAt(atX), y.doubleAt(atY)));
        }
      }
    }
  }

  /// As IEEE 754 has it: 1 to any power is 1, and so is -1 to an infinite one.
  private static double power(double base, double exponent) {
    return base == 1 || base == -1 && Double.isInfinite(exponent) ? 1 : Math.pow(base, exponent);
  }

  private static long power(long base, long exponent) {
    long result = 1;
    for (long left = exponent, square = base; left > 0; left >>= 1, square *= square) {
      result *= (left & 1) == 1 ? square : 1;
    }
    return result;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.input(0);
    var y = exponent(op);
    return op.each(
        op.where(
            0,
            () -> {
              var lower = op.op("Pow", x, op.minus(y, op.number(1)));
              return op.summedTo(op.times(op.gradient(), op.times(y, lower)), op.outputShape(), 0);
            }),
        op.where(
            1,
            () ->
                op.summedTo(
                    op.times(op.gradient(), op.times(op.output(), op.op("Log", x))),
                    op.outputShape(),
                    1)));
  }

  /// The exponent in the type of the base.
  private static String exponent(Backward op) {
    var type = op.context().dataType(0);
    return op.context().dataType(1) == type
        ? op.input(1)
        : op.op(
            "Cast",
            Backward.attributes("to", new Attribute.IntValue(type.onnxCode())),
            op.input(1));
  }
}
