package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator that tells where along an axis the largest or smallest element stands; of equals the
/// first, or the last on wish. A NaN is both, as in the reference, which is numpy's.
abstract class Extreme implements Operator {
  private final Signature signature;

  Extreme(String type) {
    signature =
        Signature.of(
                type,
                Category.REDUCTION,
                List.of("data"),
                1,
                Parameter.ofInt("axis", 0),
                Parameter.ofInt("keepdims", 1),
                Parameter.ofInt("select_last_index", 0))
            .withOutputs("reduced");
  }

  /// Whether an element that compares as `order` to the best so far is better.
  abstract boolean better(int order);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireRankAtLeast(0, 1);
    var data = op.shape(0);
    boolean keeps = signature().intOf(op.attributes(), "keepdims") != 0;
    if (data == null) {
      return List.of(new TensorType(DataType.INT64, null));
    }
    int axis = op.axis(signature().intOf(op.attributes(), "axis"), data.rank());
    if (data.size(axis) == 0) {
      throw op.refuse("op.arg.empty", axis, data);
    }
    var axes = new ShapeAxes().addAll(data, 0, axis);
    if (keeps) {
      axes.add(1);
    }
    return List.of(
        new TensorType(DataType.INT64, axes.addAll(data, axis + 1, data.rank()).shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.of(op.type(0).isStatic() ? op.type(0).knownShape().elementCount() : 0, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var reduced = outputs.get(0, infer(run).getFirst());
    var shape = data.shape();
    int axis = run.axis(signature().intOf(run.attributes(), "axis"), shape.rank());
    boolean last = signature().intOf(run.attributes(), "select_last_index") != 0;
    long inner = shape.product(axis + 1, shape.rank());
    long length = shape.size(axis);
    for (long cell = 0; cell < reduced.elementCount(); cell++) {
      long start = cell / inner * length * inner + cell % inner;
      long best = 0;
      for (long i = 1; i < length; i++) {
        best = replaces(data, start + i * inner, start + best * inner, last) ? i : best;
      }
      reduced.setLong(cell, best);
    }
  }

  /// Whether the element at `a` is the answer rather than that at `b`, which stands before it.
  private boolean replaces(Tensor data, long a, long b, boolean last) {
    if (data.dataType().isInteger()) {
      int order = Integers.compare(data.longAt(a), data.longAt(b), data.dataType());
      return better(order) || (last && order == 0);
    }
    boolean nan = Double.isNaN(data.doubleAt(a));
    if (nan || Double.isNaN(data.doubleAt(b))) {
      return nan && (last || !Double.isNaN(data.doubleAt(b)));
    }
    int order = Double.compare(data.doubleAt(a) + 0.0, data.doubleAt(b) + 0.0);
    return better(order) || (last && order == 0);
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    var attributes = op.part().attributes();
    int axis = split < 0 ? -1 : op.part().axis(signature().intOf(attributes, "axis"), op.rank(0));
    if (split == axis) {
      return Sharding.UNKNOWN;
    }
    boolean keeps = signature().intOf(attributes, "keepdims") != 0;
    return Sharding.along(keeps || split < axis ? split : split - 1);
  }
}
