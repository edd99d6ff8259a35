package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradient of what a [MaxPool] reads: that of each output goes to the element that was the
/// largest under its window, the first of several. X and dX `[N, C, D…]`, dY `[N, C, O…]`. Made by
/// differentiation; no file holds it.
final class MaxPoolGradient implements Operator {
  private static final String TYPE = "MaxPoolGradient";
  private static final Signature SIGNATURE = Pooling.gradientSignature(TYPE);

  static String of(Backward op) {
    return op.own(TYPE, Pooling.attributes(op.context()), op.input(0), op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Pooling.work(op, List.of(op.type(1)));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var gradient = run.tensor(1);
    var sums = outputs.get(0, x.type());
    var rows = Pooling.window(run, x.shape()).rows(x.shape(), gradient.shape());
    var plane = new double[Math.toIntExact(x.shape().product(2, x.shape().rank()))];
    var spread = new double[plane.length];
    var places = new int[rows.rows() * rows.rowLength()];
    var best = new double[places.length];
    var back = new double[places.length];
    for (long p = 0; p < x.shape().product(0, 2); p++) {
      Elements.read(x, p * plane.length, 1, plane, 0, plane.length);
      Elements.read(gradient, p * back.length, 1, back, 0, back.length);
      MaxPool.findLargest(rows, plane, best, places);
      Arrays.fill(spread, 0);
      for (int i = 0; i < places.length; i++) {
        if (places[i] >= 0) {
          spread[places[i]] += back[i];
        }
      }
      Elements.write(spread, sums, p * plane.length);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.axis(0) < 2 && op.axis(0) == op.axis(1)
        ? Sharding.along(op.axis(0))
        : Sharding.UNKNOWN;
  }
}
