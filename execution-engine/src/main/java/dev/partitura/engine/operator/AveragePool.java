package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Mean of the elements under each window; padding counts as zeros only with `count_include_pad`.
/// Source: ONNX AveragePool-1, 7, 10, 11, 19, 22.
final class AveragePool implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
          "AveragePool",
          Category.POOLING,
          List.of("X"),
          1,
          Parameter.optional("kernel_shape", Kind.INTS),
          Parameter.optional("strides", Kind.INTS),
          Parameter.optional("pads", Kind.INTS),
          Parameter.optional("dilations", Kind.INTS),
          Parameter.ofInt("ceil_mode", 0),
          Parameter.ofInt("count_include_pad", 0),
          Parameter.ofString("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"));

  @Override
  public String word() {
    return "avg";
  }

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of(
        "kernel_shape",
        new Attribute.Ints(List.of(2L, 2L)),
        "strides",
        new Attribute.Ints(List.of(2L, 2L)));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WINDOW, Trait.COMMON);
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
    var window = Pooling.window(run, x.shape());
    var rows = window.rows(x.shape(), y.shape());
    var counts = counts(run, window, x.shape(), y.shape());
    int planeLength = Math.toIntExact(x.shape().product(2, x.shape().rank()));
    var sums = new double[counts.length];
    long planes = x.shape().product(0, 2);
    for (long p = 0; p < planes; p++) {
      Arrays.fill(sums, 0);
      for (int tap = 0; tap < rows.taps(); tap++) {
        add(rows, tap, x, p * planeLength, sums);
      }
      for (int i = 0; i < sums.length; i++) {
        y.setDouble(p * sums.length + i, sums[i] / counts[i]);
      }
    }
  }

  private static void add(WindowRows rows, int tap, Tensor x, long plane, double[] sums) {
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.misses(tap, row)) {
        continue;
      }
      long source = plane + rows.source(tap, row);
      for (int i = rows.first(tap); i < rows.last(tap); i++) {
        sums[row * rows.rowLength() + i] += x.doubleAt(source + (long) i * rows.step());
      }
    }
  }

  /// How many places each output divides by: the product, over the axes, of the taps that lie
  /// inside. Operator sets 19 to 21 count the taps beyond the end padding too, where `ceil_mode`
  /// lets a window reach there.
  static int[] counts(OpContext op, Window window, Shape x, Shape y) {
    boolean padded = SIGNATURE.intOf(op.attributes(), "count_include_pad") != 0;
    int[] counts = {1};
    for (int axis = 0; axis < window.axes(); axis++) {
      int size = Math.toIntExact(y.size(axis + 2));
      long low = padded ? -window.begins()[axis] : 0;
      boolean beyond = padded && op.opset() >= 19 && op.opset() < 22;
      long high = beyond ? Long.MAX_VALUE : x.size(axis + 2) + (padded ? window.ends()[axis] : 0);
      var next = new int[Math.multiplyExact(counts.length, size)];
      for (int o = 0; o < size; o++) {
        int inside = 0;
        for (int k = 0; k < window.kernel()[axis]; k++) {
          long at =
              o * window.strides()[axis] + k * window.dilations()[axis] - window.begins()[axis];
          inside += at >= low && at < high ? 1 : 0;
        }
        for (int before = 0; before < counts.length; before++) {
          next[before * size + o] = counts[before] * inside;
        }
      }
      counts = next;
    }
    return counts;
  }

  /// Every plane of every sample is pooled by itself.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) < 2 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(AveragePoolGradient.of(op));
  }
}
