package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Inserts axes of size 1 at the named places of the result; axes are an attribute before operator
/// set 13. Source: ONNX Unsqueeze-1, 11, 13, 21.
final class Unsqueeze implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Unsqueeze",
              Category.SHAPE,
              List.of("data", "axes"),
              2,
              Parameter.optional("axes", Kind.INTS))
          .withOutputs("expanded");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {0});
  }

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

  /// Of a single number the list of it.
  @Override
  public @Nullable SizeList sizes(OpContext op) {
    var given = op.sizes(0);
    return given != null && given.scalar() ? new SizeList(given.entries(), false) : null;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.shape(0);
    if (data == null) {
      return List.of(op.type(0));
    }
    if (op.isVariable(1)) {
      var added = ShapeAxes.ofRankLike(op.shape(1));
      return List.of(
          op.type(0)
              .withShape(added == null ? null : ShapeAxes.ofRank(data.rank() + added.rank())));
    }
    var inserted = inserted(op, data);
    var axes = new ShapeAxes();
    int next = 0;
    for (boolean isNew : inserted) {
      if (isNew) {
        axes.add(1);
      } else {
        axes.add(data, next++);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  private static boolean[] inserted(OpContext op, Shape data) {
    var named = op.integers(1, "axes");
    if (named == null) {
      throw op.refuse("op.input.missing.axes");
    }
    var inserted = new boolean[data.rank() + named.length];
    for (int axis : op.axes(named, inserted.length)) {
      inserted[axis] = true;
    }
    return inserted;
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
