package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A new axis of size `depth` that holds `values[1]` at the index and `values[0]` elsewhere; an
/// index out of range leaves the axis all off, and from operator set 11 a negative one counts from
/// the end. Source: ONNX OneHot-9, 11.
final class OneHot implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "OneHot",
              Category.SHAPE,
              List.of("indices", "depth", "values"),
              3,
              Parameter.ofInt("axis", -1))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireNumbers(1);
    var values = op.shape(2);
    if (values != null && values.isStatic() && values.elementCount() != 2) {
      throw op.refuse("op.onehot.values", values);
    }
    var indices = op.shape(0);
    if (indices == null) {
      return List.of(op.type(2).withShape(null));
    }
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), indices.rank() + 1);
    long depth = op.isVariable(1) ? Shape.UNKNOWN : depth(op);
    var axes =
        new ShapeAxes().addAll(indices, 0, axis).add(depth).addAll(indices, axis, indices.rank());
    return List.of(op.type(2).withShape(axes.shape()));
  }

  private static long depth(OpContext op) {
    if (op.single(1).longAt(0) < 0) {
      throw op.refuse("op.onehot.depth");
    }
    return op.tensor(1).longAt(0);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var indices = run.tensor(0);
    var values = run.tensor(2);
    var output = outputs.get(0, infer(run).getFirst());
    int rank = indices.shape().rank();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), rank + 1);
    long inner = indices.shape().product(axis, rank);
    long depth = depth(run);
    Elements.fill(output, values);
    for (long i = 0; i < indices.elementCount(); i++) {
      long index = indices.longAt(i);
      index = index < 0 && run.opset() >= 11 ? index + depth : index;
      if (index >= 0 && index < depth) {
        Elements.copy(values, 1, output, (i / inner * depth + index) * inner + i % inner, 1);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    int axis =
        split < 0
            ? -1
            : op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), op.rank(0) + 1);
    return Sharding.along(split < axis ? split : split + 1);
  }
}
