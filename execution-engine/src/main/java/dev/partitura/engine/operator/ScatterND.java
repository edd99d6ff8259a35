package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Updates slices of a copy of `data`: each vector along the last axis of `indices` holds the
/// coordinates of one. Source: ONNX ScatterND-11, 13, 16, 18.
final class ScatterND implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "ScatterND",
              Category.SHAPE,
              List.of("data", "indices", "updates"),
              3,
              Parameter.ofString("reduction", "none", "none", "add", "mul", "max", "min"))
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
    op.requireSameType(0, 2);
    op.requireRankAtLeast(0, 1);
    op.requireRankAtLeast(1, 1);
    Accumulation.of(op);
    var data = op.shape(0);
    var indices = op.shape(1);
    var updates = op.shape(2);
    if (data != null && indices != null && indices.isKnown(-1)) {
      if (indices.size(-1) > data.rank()) {
        throw op.refuse("op.index.depth", indices.size(-1), data);
      }
      var wanted =
          new ShapeAxes()
              .addAll(indices, 0, indices.rank() - 1)
              .addAll(data, (int) indices.size(-1), data.rank())
              .shape();
      if (updates != null && wanted.isStatic() && updates.isStatic() && !wanted.equals(updates)) {
        throw op.refuse("op.scatter.shape", updates, wanted);
      }
    }
    return List.of(op.type(0));
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
    output.copyFrom(data);
    var way = Accumulation.of(run);
    int depth = Math.toIntExact(indices.shape().size(-1));
    long slice = data.shape().product(depth, data.shape().rank());
    long vectors = indices.shape().product(0, indices.shape().rank() - 1);
    for (long v = 0; v < vectors; v++) {
      way.apply(
          run.tensor(2),
          v * slice,
          output,
          Indices.offset(run, indices, v * depth, depth, data.shape(), 0),
          slice);
    }
  }

  /// Rows stand apart where the indices are the same for all and name only axes before the split
  /// one.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var indices = op.part().shape(1);
    int split = op.axis(0);
    if (indices == null || !indices.isKnown(-1) || !op.isReplicated(1) || split < 0) {
      return Sharding.UNKNOWN;
    }
    long named = indices.size(-1);
    return split >= named && op.axis(2) == split - named + indices.rank() - 1
        ? Sharding.along(split)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return ScatterGradients.ofScattered(op, "ScatterND", "GatherND");
  }
}
