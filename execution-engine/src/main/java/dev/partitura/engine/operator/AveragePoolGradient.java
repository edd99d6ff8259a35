package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradient of what an [AveragePool] reads: that of each output is shared equally among the
/// elements under its window. X and dX `[N, C, D…]`, dY `[N, C, O…]`. Made by differentiation; no
/// file holds it.
final class AveragePoolGradient implements Operator {
  private static final String TYPE = "AveragePoolGradient";
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
    var x = run.tensor(0).shape();
    var gradient = run.tensor(1);
    var sums = outputs.get(0, run.tensor(0).type());
    var window = Pooling.window(run, x);
    var rows = window.rows(x, gradient.shape());
    var counts = AveragePool.counts(run, window, x, gradient.shape());
    var spread = new double[Math.toIntExact(x.product(2, x.rank()))];
    for (long p = 0; p < x.product(0, 2); p++) {
      Arrays.fill(spread, 0);
      for (int tap = 0; tap < rows.taps(); tap++) {
        share(rows, tap, gradient, p * counts.length, counts, spread);
      }
      for (int i = 0; i < spread.length; i++) {
        sums.setDouble(p * spread.length + i, spread[i]);
      }
    }
  }

  private static void share(
      WindowRows rows, int tap, Tensor gradient, long plane, int[] counts, double[] spread) {
    for (int row = 0; row < rows.rows(); row++) {
      if (!rows.misses(tap, row)) {
        int target = rows.source(tap, row);
        for (int i = rows.first(tap); i < rows.last(tap); i++) {
          int at = row * rows.rowLength() + i;
          spread[target + i * rows.step()] += gradient.doubleAt(plane + at) / counts[at];
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.axis(0) < 2 && op.axis(0) == op.axis(1)
        ? Sharding.along(op.axis(0))
        : Sharding.UNKNOWN;
  }
}
