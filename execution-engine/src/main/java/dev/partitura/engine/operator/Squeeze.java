package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes axes of size 1: those named, else all; axes are an attribute before operator set 13.
/// Source: ONNX Squeeze-1, 11, 13, 21.
final class Squeeze implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Squeeze",
              Category.SHAPE,
              List.of("data", "axes"),
              1,
              Parameter.optional("axes", Kind.INTS))
          .withOutputs("squeezed");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS);
  }

  @Override
  public boolean isView(OpContext op) {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  /// Of a list of one number that number.
  @Override
  public @Nullable SizeList sizes(OpContext op) {
    var given = op.sizes(0);
    return given != null && given.entries().size() == 1
        ? new SizeList(given.entries(), true)
        : null;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.shape(0);
    if (data == null) {
      return List.of(op.type(0));
    }
    if (op.isVariable(1)) {
      var removed = ShapeAxes.ofRankLike(op.shape(1));
      if (removed == null || removed.rank() > data.rank()) {
        return List.of(op.type(0).withShape(null));
      }
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(data.rank() - removed.rank())));
    }
    var named = op.integers(1, "axes");
    var removed = new boolean[data.rank()];
    if (named == null) {
      if (!data.isStatic()) {
        return List.of(op.type(0).withShape(null));
      }
      for (int axis = 0; axis < removed.length; axis++) {
        removed[axis] = data.size(axis) == 1;
      }
    } else {
      for (int axis : op.axes(named, data.rank())) {
        if (data.isKnown(axis) && data.size(axis) != 1) {
          throw op.refuse("op.squeeze.size", axis, data);
        }
        removed[axis] = true;
      }
    }
    var axes = new ShapeAxes();
    for (int axis = 0; axis < removed.length; axis++) {
      if (!removed[axis]) {
        axes.add(data, axis);
      }
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
    var type = infer(run).getFirst();
    outputs.get(0, type).copyFrom(run.tensor(0).reshaped(type.knownShape()));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.isReplicated(1) ? op.rowMajor(output) : Sharding.UNKNOWN;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var data = op.reshaped(op.gradient(), op.shape(0));
    return op.context().inputCount() > 1 ? op.each(data, null) : op.each(data);
  }
}
