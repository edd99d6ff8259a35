package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes slices of `data`: each vector along the last axis of `indices` holds the coordinates of
/// one; the first `batch_dims` axes are walked together. Source: ONNX GatherND-11, 12, 13.
final class GatherND implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "GatherND",
              Category.SHAPE,
              List.of("data", "indices"),
              2,
              Parameter.ofInt("batch_dims", 0))
          .withOutputs("output");

  /// The first place of each axis is always there.
  @Override
  public long placesAt(OpContext op, int input) {
    return input == 1 ? 1 : Long.MAX_VALUE;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(1, type -> type == DataType.INT64, Phrase.of("words.int64"));
    op.requireRankAtLeast(0, 1);
    op.requireRankAtLeast(1, 1);
    var data = op.shape(0);
    var indices = op.shape(1);
    if (data == null || indices == null || !indices.isKnown(-1)) {
      return List.of(op.type(0).withShape(null));
    }
    int batch = batch(op, data, indices);
    int depth = batch + Math.toIntExact(indices.size(-1));
    if (depth > data.rank()) {
      throw op.refuse("op.index.depth", indices.size(-1), data);
    }
    var axes =
        new ShapeAxes().addAll(indices, 0, indices.rank() - 1).addAll(data, depth, data.rank());
    return List.of(op.type(0).withShape(axes.shape()));
  }

  private static int batch(OpContext op, Shape data, Shape indices) {
    long batch = SIGNATURE.intOf(op.attributes(), "batch_dims");
    if (batch < 0 || batch >= Math.min(data.rank(), indices.rank())) {
      throw op.refuse("op.gather.batch", batch);
    }
    for (int axis = 0; axis < batch; axis++) {
      if (data.isKnown(axis) && indices.isKnown(axis) && data.size(axis) != indices.size(axis)) {
        throw op.refuse("op.index.batch", data, indices, axis);
      }
    }
    return (int) batch;
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
    var shape = data.shape();
    int batch = batch(run, shape, indices.shape());
    int depth = Math.toIntExact(indices.shape().size(-1));
    long slice = shape.product(batch + depth, shape.rank());
    long vectors = indices.shape().product(0, indices.shape().rank() - 1);
    long perBatch = indices.shape().product(batch, indices.shape().rank() - 1);
    long dataPerBatch = shape.product(batch, shape.rank());
    for (long v = 0; v < vectors; v++) {
      long from =
          v / perBatch * dataPerBatch
              + Indices.offset(run, indices, v * depth, depth, shape, batch);
      Elements.copy(data, from, output, v * slice, slice);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int together = (int) SIGNATURE.intOf(op.part().attributes(), "batch_dims");
    var data = op.part().shape(0);
    var indices = op.part().shape(1);
    if (data == null || indices == null || !indices.isKnown(-1)) {
      return Sharding.UNKNOWN;
    }
    int split = op.axis(1);
    if (split >= 0) {
      boolean apart =
          split < together ? op.axis(0) == split : op.isReplicated(0) && split < indices.rank() - 1;
      return apart ? Sharding.along(split) : Sharding.UNKNOWN;
    }
    int named = together + (int) indices.size(-1);
    return op.onlyAxis(0) >= named
        ? Sharding.along(op.axis(0) - named + indices.rank() - 1)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return SIGNATURE.intOf(op.context().attributes(), "batch_dims") != 0
        ? null
        : op.first(ScatterGradients.ofGathered(op, "ScatterND", op.input(1)));
  }
}
