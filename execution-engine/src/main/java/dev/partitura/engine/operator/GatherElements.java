package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes for each place of `indices` the element of `data` whose coordinate along the axis is the
/// index and whose others are the place's own. Source: ONNX GatherElements-11, 13.
final class GatherElements implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "GatherElements",
              Category.SHAPE,
              List.of("data", "indices"),
              2,
              Parameter.ofInt("axis", 0))
          .withOutputs("output");

  @Override
  public long placesAt(OpContext op, int input) {
    return input == 1 ? Indices.places(op) : Long.MAX_VALUE;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(1);
    op.requireRankAtLeast(0, 1);
    var data = op.shape(0);
    var indices = op.shape(1);
    if (data != null) {
      requireFit(op, data, indices, op.axis(SIGNATURE.intOf(op.attributes(), "axis"), data.rank()));
    }
    return List.of(op.type(0).withShape(indices));
  }

  /// Refuses indices that reach over the data on an axis other than `axis`.
  static void requireFit(OpContext op, Shape data, @Nullable Shape indices, int axis) {
    op.requireRank(1, data.rank());
    for (int other = 0; indices != null && other < data.rank(); other++) {
      if (other != axis && data.isKnown(other) && indices.size(other) > data.size(other)) {
        throw op.refuse("op.index.shape", indices, data);
      }
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var indices = run.tensor(1);
    var output = outputs.get(0, infer(run).getFirst());
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), data.shape().rank());
    long size = data.shape().size(axis);
    var strides = data.shape().strides();
    long along = strides[axis];
    strides[axis] = 0;
    for (var rows = IndexSpace.of(indices.shape().sizes(), indices.shape().strides(), strides);
        rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long at = rows.position(0) + i * rows.step(0);
        long index = Indices.within(run, indices.longAt(at), size, axis);
        Elements.copy(data, rows.position(1) + i * rows.step(1) + index * along, output, at, 1);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var data = op.part().shape(0);
    int split = op.axis(1);
    if (data == null || split < 0) {
      return Sharding.UNKNOWN;
    }
    int axis = op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), data.rank());
    boolean apart =
        op.isReplicated(0)
            ? split == axis
            : op.axis(0) == split && split != axis && op.sameSize(0, 1, split);
    return apart ? Sharding.along(split) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.first(ScatterGradients.ofGathered(op, "ScatterElements", op.input(1)));
  }
}
