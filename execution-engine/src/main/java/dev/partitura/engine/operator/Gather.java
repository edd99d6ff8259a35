package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes entries along one axis by an index tensor, whose axes take that axis's place; negative
/// indices count from the end. Source: ONNX Gather-1, 11, 13.
final class Gather implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Gather", Category.SHAPE, List.of("data", "indices"), 2, Parameter.ofInt("axis", 0))
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
  public @Nullable SizeList sizes(OpContext op) {
    var given = op.sizes(0);
    if (given == null || given.scalar()) {
      return null;
    }
    var indices = op.constant(1);
    if (indices == null
        || indices.shape().rank() > 1
        || indices.elementCount() > SizeList.LONGEST) {
      return null;
    }
    var taken = new ArrayList<SizeList.Size>();
    for (long index : indices.toLongs()) {
      taken.add(given.entries().get((int) Indices.within(op, index, given.entries().size(), 0)));
    }
    return new SizeList(taken, indices.shape().rank() == 0);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return taken(op);
  }

  /// Type of what is taken.
  static List<TensorType> taken(OpContext op) {
    op.requireIndices(1);
    op.requireRankAtLeast(0, 1);
    var data = op.shape(0);
    var indices = op.shape(1);
    if (data == null) {
      return List.of(op.type(0));
    }
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), data.rank());
    if (indices == null) {
      return List.of(op.type(0).withShape(null));
    }
    var axes =
        new ShapeAxes()
            .addAll(data, 0, axis)
            .addAll(indices, 0, indices.rank())
            .addAll(data, axis + 1, data.rank());
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// Reads what it takes, not all of the data.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return reading(op, outputs);
  }

  static Work reading(OpContext op, List<TensorType> outputs) {
    var output = outputs.getFirst();
    var indices = op.type(1);
    if (!output.isStatic() || !indices.isStatic()) {
      return Work.NONE;
    }
    return new Work(0, output.sizeBytes() + indices.sizeBytes(), output.sizeBytes());
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var indices = run.tensor(1);
    var output = outputs.get(0, infer(run).getFirst());
    var shape = data.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long outer = shape.product(0, axis);
    long size = shape.size(axis);
    long at = 0;
    for (long o = 0; o < outer; o++) {
      for (long i = 0; i < indices.elementCount(); i++, at += inner) {
        long index = Indices.within(run, indices.longAt(i), size, axis);
        Elements.copy(data, (o * size + index) * inner, output, at, inner);
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var data = op.part().shape(0);
    var indices = op.part().shape(1);
    if (data == null || indices == null) {
      return Sharding.UNKNOWN;
    }
    int axis = op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), data.rank());
    if (op.isReplicated(0)) {
      return op.axis(1) < 0 ? Sharding.UNKNOWN : Sharding.along(axis + op.axis(1));
    }
    int split = op.onlyAxis(0);
    if (split == axis) {
      return Sharding.PARTIAL;
    }
    if (split < 0) {
      return Sharding.UNKNOWN;
    }
    return Sharding.along(split < axis ? split : split - 1 + indices.rank());
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    int axis =
        whole.axis(SIGNATURE.intOf(whole.attributes(), "axis"), whole.type(0).knownShape().rank());
    return inputs.getFirst().equals(Sharding.along(axis))
        ? PartialGather.of(part, axis, parts)
        : part;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(GatherGradient.of(op), null);
  }
}
