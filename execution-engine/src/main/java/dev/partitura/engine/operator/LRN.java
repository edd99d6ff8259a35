package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Local response normalization: each element is divided by a power of the sum of squares over
/// `size` neighbouring channels. Source: ONNX LRN-1, 13; Krizhevsky et al. 2012.
final class LRN implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "LRN",
          Category.NORMALIZATION,
          List.of("X"),
          1,
          Parameter.optional("size", Kind.INT),
          Parameter.ofFloat("alpha", 1e-4f),
          Parameter.ofFloat("beta", 0.75f),
          Parameter.ofFloat("bias", 1));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static long size(OpContext op) {
    long size = op.requireInt("size");
    if (size < 1) {
      throw op.refuse("op.lrn.size", size);
    }
    return size;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 2);
    size(op);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 2 * size(op) + 12);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    long size = size(run);
    double alpha = SIGNATURE.floatOf(run.attributes(), "alpha");
    double beta = SIGNATURE.floatOf(run.attributes(), "beta");
    double bias = SIGNATURE.floatOf(run.attributes(), "bias");
    var shape = x.shape();
    long channels = shape.size(1);
    long plane = shape.product(2, shape.rank());
    for (long n = 0; n < shape.size(0); n++) {
      for (long c = 0; c < channels; c++) {
        long first = Math.max(0, c - (size - 1) / 2);
        long last = Math.min(channels - 1, c + size / 2);
        for (long i = 0; i < plane; i++) {
          Checkpoint.pass(i);
          double squares = 0;
          for (long k = first; k <= last; k++) {
            double value = x.doubleAt((n * channels + k) * plane + i);
            squares += value * value;
          }
          long at = (n * channels + c) * plane + i;
          y.setDouble(at, x.doubleAt(at) / Math.pow(bias + alpha / size * squares, beta));
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var shape = op.shape(0);
    long channels = shape.size(1);
    long size = size(op.context());
    var attributes = op.context().attributes();
    double beta = SIGNATURE.floatOf(attributes, "beta");
    double factor = SIGNATURE.floatOf(attributes, "alpha") / (double) size;
    var planes = Shape.of(shape.size(0), channels, shape.product(2, shape.rank()));
    var x = op.reshaped(op.input(0), planes);
    var gradient = op.reshaped(op.gradient(), planes);
    var squares = op.op("MatMul", neighbours(op, channels, size, false), op.times(x, x));
    var base =
        op.plus(
            op.times(squares, op.number(factor)), op.number(SIGNATURE.floatOf(attributes, "bias")));
    var straight = op.over(gradient, op.op("Pow", base, op.number(beta)));
    var through =
        op.op("MatMul", neighbours(op, channels, size, true), op.over(op.times(straight, x), base));
    var rest = op.times(op.times(x, through), op.number(2 * factor * beta));
    return op.each(op.reshaped(op.minus(straight, rest), shape));
  }

  /// `[C, C]`: 1 where the channel of the column counts for that of the row, or turned around.
  private static String neighbours(Backward op, long channels, long size, boolean turned) {
    int count = Math.toIntExact(channels);
    var ones = new double[Math.multiplyExact(count, count)];
    for (int c = 0; c < count; c++) {
      long first = Math.max(0, c - (size - 1) / 2);
      long last = Math.min(channels - 1, c + size / 2);
      for (int k = (int) first; k <= last; k++) {
        ones[turned ? k * count + c : c * count + k] = 1;
      }
    }
    return op.numbers(Shape.of(count, count), ones);
  }
}
