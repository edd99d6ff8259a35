package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Largest element under each window, and on wish its index in the flattened input (`storage_order`
/// 1: columns first). Source: ONNX MaxPool-1, 8, 10, 11, 12, 22.
final class MaxPool implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "MaxPool",
              Category.POOLING,
              List.of("X"),
              1,
              Parameter.optional("kernel_shape", Kind.INTS),
              Parameter.optional("strides", Kind.INTS),
              Parameter.optional("pads", Kind.INTS),
              Parameter.optional("dilations", Kind.INTS),
              Parameter.ofInt("ceil_mode", 0),
              Parameter.ofInt("storage_order", 0),
              Parameter.ofString(
                  "auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
          .withOutputs("Y", "Indices");

  @Override
  public String word() {
    return "max";
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
    return Set.of(Trait.WINDOW, Trait.TAKES_LARGEST, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    var shape = Pooling.shape(op);
    return List.of(op.type(0).withShape(shape), new TensorType(DataType.INT64, shape));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Pooling.work(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var x = run.tensor(0);
    var y = outputs.get(0, types.get(0));
    var indices = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    var rows = Pooling.window(run, x.shape()).rows(x.shape(), y.shape());
    int planeLength = Math.toIntExact(x.shape().product(2, x.shape().rank()));
    var plane = new double[planeLength];
    var best = new double[rows.rows() * rows.rowLength()];
    var places = new int[best.length];
    long planes = x.shape().product(0, 2);
    for (long p = 0; p < planes; p++) {
      Elements.read(x, p * planeLength, 1, plane, 0, planeLength);
      findLargest(rows, plane, best, places);
      Elements.write(best, y, p * best.length);
      for (int i = 0; indices != null && i < best.length; i++) {
        indices.setLong(p * best.length + i, p * planeLength + place(run, x.shape(), places[i]));
      }
    }
  }

  /// The largest element under each window of a plane, and its place there; -1 under none.
  static void findLargest(WindowRows rows, double[] plane, double[] best, int[] places) {
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    Arrays.fill(places, -1);
    for (int tap = 0; tap < rows.taps(); tap++) {
      raise(rows, tap, plane, best, places);
    }
  }

  private static void raise(WindowRows rows, int tap, double[] plane, double[] best, int[] places) {
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.misses(tap, row)) {
        continue;
      }
      int source = rows.source(tap, row);
      for (int i = rows.first(tap); i < rows.last(tap); i++) {
        int at = row * rows.rowLength() + i;
        double value = plane[source + i * rows.step()];
        if (value > best[at]
            || places[at] < 0
            || (Double.isNaN(value) && !Double.isNaN(best[at]))) {
          best[at] = value;
          places[at] = source + i * rows.step();
        }
      }
    }
  }

  /// A place in the plane, counted columns first where the op asks for that.
  private static long place(OpContext op, Shape x, int rowMajor) {
    if (SIGNATURE.intOf(op.attributes(), "storage_order") == 0) {
      return rowMajor;
    }
    long left = rowMajor;
    var coordinates = new long[x.rank()];
    for (int axis = x.rank() - 1; axis >= 2; axis--) {
      coordinates[axis] = left % x.size(axis);
      left /= x.size(axis);
    }
    long place = 0;
    for (int axis = x.rank() - 1; axis >= 2; axis--) {
      place = place * x.size(axis) + coordinates[axis];
    }
    return place;
  }

  /// The indices count through all planes, so a part would count from its own beginning.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return output == 0 && op.onlyAxis(0) < 2 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return op.gradient(1) != null ? null : op.each(MaxPoolGradient.of(op));
  }
}
