package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `Y = X` where X is not negative, else `slope · X`; the slope broadcasts to X, before operator
/// set 7 along axis 1. Source: ONNX PRelu-1, 6, 7, 9, 16.
final class PRelu implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("PRelu", Category.ACTIVATION, List.of("X", "slope"), 2);

  @Override
  public List<Weight> weights(DrawnOp op) {
    if (op.data().rank() < 2 || !op.data().isKnown(1)) {
      return List.of();
    }
    var sizes = new long[op.data().rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = op.data().size(1);
    return List.of(new Weight(1, Role.SLOPE, sizes, 0, 0.25f));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WEIGHTED);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1);
    var x = op.shape(0);
    var slope = op.shape(1);
    if (x != null && slope != null) {
      Broadcast.together(op, x, aligned(op, x, slope));
      if (slope.rank() > x.rank()) {
        throw op.refuse("op.prelu.slope", slope, x);
      }
    }
    return List.of(op.type(0));
  }

  /// Before operator set 7 a slope of one axis is one per channel.
  private static Shape aligned(OpContext op, Shape x, Shape slope) {
    if (op.opset() >= 7 || slope.rank() != 1 || x.rank() < 2) {
      return slope;
    }
    var axes = new ShapeAxes().add(slope, 0);
    for (int axis = 2; axis < x.rank(); axis++) {
      axes.add(1);
    }
    return axes.shape();
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 2);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var slope = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = x.shape();
    var slopeStrides = Broadcast.strides(aligned(run, shape, slope.shape()), shape);
    for (var rows = IndexSpace.of(shape.sizes(), shape.strides(), slopeStrides); rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long at = rows.position(0) + i;
        long atSlope = rows.position(1) + i * rows.step(1);
        if (x.dataType().isInteger()) {
          y.setLong(
              at,
              x.longAt(at) < 0 && x.dataType() != DataType.UINT64
                  ? slope.longAt(atSlope) * x.longAt(at)
                  : x.longAt(at));
        } else {
          y.setDouble(
              at, x.doubleAt(at) < 0 ? slope.doubleAt(atSlope) * x.doubleAt(at) : x.doubleAt(at));
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Broadcast.sharding(op);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.shape(0);
    var aligned = aligned(op.context(), x, op.shape(1));
    var slope = aligned.equals(op.shape(1)) ? op.input(1) : op.reshaped(op.input(1), aligned);
    return op.each(
        op.where(
            0,
            () -> {
              var above = op.positive(op.input(0));
              return op.times(op.gradient(), Elu.either(op, above, op.number(1), slope));
            }),
        op.where(
            1,
            () -> {
              var below = op.op("Neg", op.op("Relu", op.op("Neg", op.input(0))));
              var sum = op.summedTo(op.times(op.gradient(), below), x, aligned);
              return op.reshaped(sum, op.shape(1));
            }));
  }
}
