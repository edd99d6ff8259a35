package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies `data` and brings each update to the place whose coordinate along the axis is its index
/// and whose others are its own.
abstract class ScatterByElement implements Operator {
  private final Signature signature;

  ScatterByElement(String type, Parameter... parameters) {
    signature =
        Signature.of(type, Category.SHAPE, List.of("data", "indices", "updates"), 3, parameters)
            .withOutputs("output");
  }

  @Override
  public long placesAt(OpContext op, int input) {
    return input == 1 ? Indices.places(op) : Long.MAX_VALUE;
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(1);
    op.requireSameType(0, 2);
    op.requireRankAtLeast(0, 1);
    Accumulation.of(op);
    var data = op.shape(0);
    var indices = op.shape(1);
    if (data != null) {
      GatherElements.requireFit(
          op, data, indices, op.axis(op.attributes().intOr("axis", 0), data.rank()));
    }
    var updates = op.shape(2);
    if (indices != null
        && updates != null
        && indices.isStatic()
        && updates.isStatic()
        && !Arrays.equals(indices.sizes(), updates.sizes())) {
      throw op.refuse("op.scatter.updates", updates, indices);
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
    var updates = run.tensor(2);
    var output = outputs.get(0, infer(run).getFirst());
    output.copyFrom(data);
    var way = Accumulation.of(run);
    int axis = run.axis(run.attributes().intOr("axis", 0), data.shape().rank());
    var strides = data.shape().strides();
    long along = strides[axis];
    strides[axis] = 0;
    for (var rows = IndexSpace.of(indices.shape().sizes(), indices.shape().strides(), strides);
        rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        long from = rows.position(0) + i * rows.step(0);
        long index = Indices.within(run, indices.longAt(from), data.shape().size(axis), axis);
        way.apply(updates, from, output, rows.position(1) + i * rows.step(1) + index * along, 1);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var data = op.part().shape(0);
    int split = op.axis(0);
    boolean apart =
        data != null
            && split >= 0
            && split != op.part().axis(op.part().attributes().intOr("axis", 0), data.rank())
            && op.axis(1) == split
            && op.axis(2) == split
            && op.sameSize(0, 1, split);
    return apart ? Sharding.along(split) : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    return ScatterGradients.ofScattered(op, signature.type(), "GatherElements");
  }
}
