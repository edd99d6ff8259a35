package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Broadcasts its input with a shape. Source: ONNX Expand-8, 13.
final class Expand implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Expand", Category.SHAPE, List.of("input", "shape"), 2).withOutputs("output");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {1, 1, 1, 1});
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireIndices(1);
    op.requireRank(1, 1);
    var input = op.shape(0);
    var made = op.isVariable(1) ? op.sizes(1) : null;
    var partly = made == null || made.scalar() ? null : made.shape();
    if (partly != null && input != null) {
      return List.of(op.type(0).withShape(Broadcast.together(op, input, partly)));
    }
    if (op.isVariable(1)) {
      var unknown = ShapeAxes.ofRankLike(op.shape(1));
      if (unknown == null || input == null) {
        return List.of(op.type(0).withShape(null));
      }
      return List.of(
          op.type(0).withShape(ShapeAxes.ofRank(Math.max(unknown.rank(), input.rank()))));
    }
    var sizes = op.tensor(1).toLongs();
    if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
      throw op.refuse("op.shape.negative", sizes);
    }
    return List.of(
        op.type(0)
            .withShape(input == null ? null : Broadcast.together(op, input, Shape.of(sizes))));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    Elements.gather(input, 0, Broadcast.strides(input.shape(), output.shape()), output);
  }

  /// The part is repeated to the size of the part.
  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    if (!(inputs.get(0) instanceof Sharding.Along(int split))) {
      return part;
    }
    var sizes = whole.tensor(1).toLongs();
    int axis = split - whole.type(0).knownShape().rank() + sizes.length;
    if (axis >= 0 && sizes[axis] > 1) {
      sizes[axis] /= parts;
    }
    return part.withConstant(1, Tensor.ofLongs(sizes, sizes.length));
  }

  /// What is repeated to the size of the whole is more of the same; sizes that do not fit the
  /// samples are noticed by whoever asks.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (op.isReplicated(0)) {
      return Sharding.along(op.grownAxis(output));
    }
    int split = op.axis(0);
    var to = op.partOutputs().get(output);
    if (split < 0 || to == null || to.shape() == null) {
      return Sharding.UNKNOWN;
    }
    return Sharding.along(split + to.knownShape().rank() - op.rank(0));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.summedTo(op.gradient(), op.outputShape(), 0), null);
  }
}
