package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An operator that folds chosen axes of its input into one value each. Axes are an attribute, and
/// an input from `axesInputSince` on; without any, all are folded unless `noop_with_empty_axes`
/// says none.
abstract class Reduction implements Operator {
  private final Signature signature;
  private final int axesInputSince;

  Reduction(String type, int axesInputSince) {
    this.axesInputSince = axesInputSince;
    signature =
        Signature.of(
                type,
                Category.REDUCTION,
                List.of("data", "axes"),
                1,
                Parameter.optional("axes", Kind.INTS),
                Parameter.ofInt("keepdims", 1),
                Parameter.ofInt("noop_with_empty_axes", 0))
            .withOutputs("reduced");
  }

  /// Folds the first `count` of `values`; may overwrite them.
  abstract double fold(double[] values, int count);

  /// Folds integers exactly; the default goes through doubles.
  long fold(long[] values, int count, DataType type) {
    var doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[i];
    }
    return (long) fold(doubles, count);
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  private void requireForm(OpContext op) {
    requireElements(op);
    if (op.opset() < axesInputSince && op.hasInput(1)) {
      throw op.refuse("op.reduce.axes", op.opset());
    }
  }

  /// Which axes are folded.
  private boolean[] folded(OpContext op, int rank) {
    var axes = op.integers(1, "axes");
    var folded = new boolean[rank];
    if (axes == null || axes.length == 0) {
      Arrays.fill(folded, signature().intOf(op.attributes(), "noop_with_empty_axes") == 0);
      return folded;
    }
    for (int axis : op.axes(axes, rank)) {
      folded[axis] = true;
    }
    return folded;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    requireForm(op);
    var data = op.shape(0);
    boolean keeps = signature().intOf(op.attributes(), "keepdims") != 0;
    if (data == null) {
      return List.of(op.type(0));
    }
    if (op.isVariable(1)) {
      return List.of(op.type(0).withShape(keeps ? ShapeAxes.ofRank(data.rank()) : null));
    }
    var folded = folded(op, data.rank());
    var axes = new ShapeAxes();
    for (int axis = 0; axis < folded.length; axis++) {
      if (!folded[axis]) {
        axes.add(data, axis);
      } else if (keeps) {
        axes.add(1);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// Whether what is folded is a sum over the elements, one by one.
  boolean adds() {
    return false;
  }

  void requireElements(OpContext op) {
    op.requireNumbers(0);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var data = op.type(0);
    return Work.of(data.isStatic() ? data.knownShape().elementCount() : 0, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var reduced = outputs.get(0, infer(run).getFirst());
    if (reduced.elementCount() == 0) {
      return;
    }
    var folded = folded(run, data.shape().rank());
    var keptSizes = data.shape().sizes();
    var foldedSizes = data.shape().sizes();
    for (int axis = 0; axis < folded.length; axis++) {
      (folded[axis] ? keptSizes : foldedSizes)[axis] = 1;
    }
    var strides = data.shape().strides();
    boolean whole = !data.dataType().isFloating();
    int count = Math.toIntExact(data.elementCount() / reduced.elementCount());
    var values = new double[whole ? 0 : count];
    var integers = new long[whole ? count : 0];
    long at = 0;
    for (var cells = IndexSpace.of(keptSizes, strides); cells.next(); ) {
      for (long cell = 0; cell < cells.rowLength(); cell++) {
        long start = cells.position(0) + cell * cells.step(0);
        int filled = 0;
        for (var rows = IndexSpace.of(foldedSizes, strides); rows.next(); ) {
          long from = start + rows.position(0);
          long step = rows.step(0);
          int length = (int) rows.rowLength();
          if (whole) {
            for (int i = 0; i < length; i++) {
              integers[filled + i] = data.longAt(from + i * step);
            }
          } else {
            Elements.read(data, from, step, values, filled, length);
          }
          filled += length;
        }
        if (whole) {
          reduced.setLong(at++, fold(integers, filled, data.dataType()));
        } else {
          reduced.setDouble(at++, fold(values, filled));
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    if (split < 0 || op.part().isVariable(1)) {
      return Sharding.UNKNOWN;
    }
    var folded = folded(op.part(), op.rank(0));
    if (folded[split]) {
      return adds() ? Sharding.PARTIAL : Sharding.UNKNOWN;
    }
    int gone = 0;
    for (int axis = 0; axis < split; axis++) {
      gone += folded[axis] ? 1 : 0;
    }
    return Sharding.along(
        signature().intOf(op.part().attributes(), "keepdims") != 0 ? split : split - gone);
  }

  /// The shape of the input with what is folded kept as 1.
  private Shape kept(Backward op) {
    var data = op.shape(0);
    var folded = folded(op.context(), data.rank());
    var kept = new ShapeAxes();
    for (int axis = 0; axis < folded.length; axis++) {
      kept.add(folded[axis] ? 1 : data.size(axis));
    }
    return kept.shape();
  }

  /// The gradient of what is folded into a sum, times `factor`: the same for all that went into it.
  List<@Nullable String> spread(Backward op, double factor) {
    return spread(op, factor == 1 ? op.gradient() : op.times(op.gradient(), op.number(factor)));
  }

  /// A gradient that is the same for all that was folded together.
  List<@Nullable String> spread(Backward op, String gradient) {
    return op.first(
        op.op("Expand", op.reshaped(gradient, kept(op)), op.integers(op.shape(0).sizes())));
  }

  /// The gradient where an element's share of what it is folded into is `slope` of the elements and
  /// of the folded value, which lies so that it broadcasts.
  List<@Nullable String> shared(Backward op, BinaryOperator<String> slope) {
    var kept = kept(op);
    var shares = slope.apply(op.input(0), op.reshaped(op.output(), kept));
    return op.first(op.times(op.reshaped(op.gradient(), kept), shares));
  }

  /// The gradient goes to the elements that the folded value is taken from, in equal shares where
  /// several are the same.
  List<@Nullable String> toTaken(Backward op) {
    return shared(
        op,
        (x, y) -> {
          var taken = op.same(x, y);
          return op.over(taken, op.summed(taken, foldedAxes(op)));
        });
  }

  /// The axes that are folded.
  int[] foldedAxes(Backward op) {
    var folded = folded(op.context(), op.shape(0).rank());
    return IntStream.range(0, folded.length).filter(axis -> folded[axis]).toArray();
  }
}
