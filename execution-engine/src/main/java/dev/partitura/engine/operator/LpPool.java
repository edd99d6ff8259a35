package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `p`-norm of the elements under each window; padding adds nothing. Source: ONNX LpPool-1, 2,
/// 11, 18, 22.
final class LpPool implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "LpPool",
          Category.POOLING,
          List.of("X"),
          1,
          Parameter.optional("kernel_shape", Kind.INTS),
          Parameter.ofInt("p", 2),
          Parameter.optional("strides", Kind.INTS),
          Parameter.optional("pads", Kind.INTS),
          Parameter.optional("dilations", Kind.INTS),
          Parameter.ofInt("ceil_mode", 0),
          Parameter.ofString("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"));

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("kernel_shape", Attribute.Ints.of(2, 2), "strides", Attribute.Ints.of(2, 2));
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    return List.of(op.type(0).withShape(Pooling.shape(op)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Pooling.work(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    double p = SIGNATURE.intOf(run.attributes(), "p");
    var rows = Pooling.window(run, x.shape()).rows(x.shape(), y.shape());
    long plane = x.shape().product(2, x.shape().rank());
    var sums = new double[Math.toIntExact(y.shape().product(2, y.shape().rank()))];
    for (long n = 0; n < x.shape().product(0, 2); n++) {
      Arrays.fill(sums, 0);
      for (int tap = 0; tap < rows.taps(); tap++) {
        add(rows, tap, x, n * plane, sums, p);
      }
      for (int i = 0; i < sums.length; i++) {
        y.setDouble(n * sums.length + i, Math.pow(sums[i], 1 / p));
      }
    }
  }

  private static void add(WindowRows rows, int tap, Tensor x, long plane, double[] sums, double p) {
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.misses(tap, row)) {
        continue;
      }
      long source = plane + rows.source(tap, row);
      for (int i = rows.first(tap); i < rows.last(tap); i++) {
        double size = Math.abs(x.doubleAt(source + (long) i * rows.step()));
        sums[row * rows.rowLength() + i] += Math.pow(size, p);
      }
    }
  }

  /// Every plane of every sample is pooled by itself.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) < 2 ? op.kept(0) : Sharding.UNKNOWN;
  }
}
