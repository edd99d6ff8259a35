package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reorders axes: output axis i is input axis `perm[i]`; without `perm` all are reversed. Source:
/// ONNX Transpose-1, 13, 21.
final class Transpose implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Transpose",
              Category.SHAPE,
              List.of("data"),
              1,
              Parameter.optional("perm", Kind.INTS))
          .withOutputs("transposed");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.PERMUTES, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static int[] order(OpContext op, int rank) {
    var perm = op.attributes().ints("perm");
    if (perm == null) {
      return IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    }
    if (perm.length != rank) {
      throw op.refuse("op.transpose.perm", perm.length, rank);
    }
    return op.axes(perm, rank);
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.shape(0);
    if (data == null) {
      return List.of(op.type(0));
    }
    var axes = new ShapeAxes();
    for (int axis : order(op, data.rank())) {
      axes.add(data, axis);
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var dense = data.shape().strides();
    var strides = Arrays.stream(order(run, dense.length)).mapToLong(axis -> dense[axis]).toArray();
    Elements.gather(data, 0, strides, outputs.get(0, infer(run).getFirst()));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (op.areAllPartial()) {
      return Sharding.PARTIAL;
    }
    int split = op.onlyAxis(0);
    return split < 0 ? Sharding.UNKNOWN : Sharding.alongOnly(split, order(op.part(), op.rank(0)));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    int rank = op.shape(0).rank();
    var order = order(op.context(), rank);
    var back = new Long[rank];
    for (int axis = 0; axis < rank; axis++) {
      back[order[axis]] = (long) axis;
    }
    return op.each(
        op.op(
            "Transpose",
            Backward.attributes("perm", new Attribute.Ints(List.of(back))),
            op.gradient()));
  }
}
