package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `(X - mean) / (sqrt(variance) + 1e-9)` over `axes`. Source: ONNX MeanVarianceNormalization-9,
/// 13.
final class MeanVarianceNormalization implements Operator {
  private static final double EPSILON = 1e-9;
  private static final Signature SIGNATURE =
      Signature.of(
          "MeanVarianceNormalization",
          Category.NORMALIZATION,
          List.of("X"),
          1,
          new Parameter("axes", Kind.INTS, Attribute.Ints.of(0, 2, 3), List.of()));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static boolean[] reduced(OpContext op, int rank) {
    var reduced = new boolean[rank];
    for (int axis : op.axes(op.attributes().intsOr("axes", 0, 2, 3), rank)) {
      reduced[axis] = true;
    }
    return reduced;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    var x = op.shape(0);
    if (x != null) {
      reduced(op, x.rank());
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 6);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var sizes = x.shape().sizes();
    var reduced = reduced(run, sizes.length);
    var groupSizes = sizes.clone();
    for (int axis = 0; axis < sizes.length; axis++) {
      groupSizes[axis] = reduced[axis] ? 1 : sizes[axis];
    }
    var groups = Shape.of(groupSizes);
    var steps = groups.strides();
    for (int axis = 0; axis < sizes.length; axis++) {
      steps[axis] = reduced[axis] ? 0 : steps[axis];
    }
    int count = Math.toIntExact(groups.elementCount());
    double each = count == 0 ? 0 : (double) x.elementCount() / count;
    var means = new double[count];
    each(x, steps, (at, group) -> means[group] += x.doubleAt(at) / each);
    var variances = new double[count];
    each(
        x,
        steps,
        (at, group) -> {
          double off = x.doubleAt(at) - means[group];
          variances[group] += off * off / each;
        });
    each(
        x,
        steps,
        (at, group) ->
            y.setDouble(
                at, (x.doubleAt(at) - means[group]) / (Math.sqrt(variances[group]) + EPSILON)));
  }

  private interface Visit {
    void at(long element, int group);
  }

  private static void each(Tensor x, long[] steps, Visit visit) {
    var shape = x.shape();
    for (var rows = IndexSpace.of(shape.sizes(), shape.strides(), steps); rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        Checkpoint.pass(i);
        visit.at(
            rows.position(0) + i * rows.step(0),
            Math.toIntExact(rows.position(1) + i * rows.step(1)));
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    return split < 0 || reduced(op.part(), op.rank(0))[split] ? Sharding.UNKNOWN : op.kept(0);
  }
}
