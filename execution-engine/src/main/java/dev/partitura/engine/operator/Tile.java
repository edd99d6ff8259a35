package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Repeats its input along each axis, as often as `repeats` says; before operator set 6 along one
/// axis. Source: ONNX Tile-1, 6, 13.
final class Tile implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Tile", Category.SHAPE, List.of("input", "repeats", "axis"), 2)
          .withOutputs("output");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {1, 1, 1, 1});
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static long[] repeats(OpContext op, int rank) {
    if (op.opset() < 6) {
      var along = new long[rank];
      Arrays.fill(along, 1);
      along[op.axis((long) op.single(2).doubleAt(0), rank)] = (long) op.single(1).doubleAt(0);
      return along;
    }
    var given = op.integers(1, "repeats");
    if (given == null
        || given.length != rank
        || Arrays.stream(given).anyMatch(times -> times < 0)) {
      throw op.refuse(
          "op.tile.repeats", rank, given == null ? Phrase.of("words.no.counts") : given);
    }
    return given;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var input = op.shape(0);
    if (input == null) {
      return List.of(
          op.type(0).withShape(ShapeAxes.ofRankLike(op.opset() < 6 ? null : op.shape(1))));
    }
    if (op.isVariable(1) || op.isVariable(2)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(input.rank())));
    }
    var repeats = repeats(op, input.rank());
    var axes = new ShapeAxes();
    for (int axis = 0; axis < repeats.length; axis++) {
      if (repeats[axis] == 1) {
        axes.add(input, axis);
      } else {
        axes.add(
            repeats[axis] == 0
                ? 0
                : input.isKnown(axis)
                    ? Math.multiplyExact(input.size(axis), repeats[axis])
                    : Shape.UNKNOWN);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  /// Each axis is seen as two: the repetition, which stands still in the input, and the axis
  /// itself.
  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    int rank = input.shape().rank();
    var repeats = repeats(run, rank);
    var dense = input.shape().strides();
    var sizes = new long[2 * rank];
    var strides = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      sizes[2 * axis] = repeats[axis];
      sizes[2 * axis + 1] = input.shape().size(axis);
      strides[2 * axis + 1] = dense[axis];
    }
    Elements.gather(input, 0, strides, output.reshaped(Shape.of(sizes)));
  }

  /// What is repeated as often as there are samples is more of the same.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (op.isReplicated(0)) {
      return Sharding.along(op.grownAxis(output));
    }
    int split = op.onlyAxis(0);
    return split >= 0
            && !op.part().isVariable(1)
            && !op.part().isVariable(2)
            && repeats(op.part(), op.rank(0))[split] == 1
        ? op.kept(0)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    if (op.context().isVariable(1) || op.context().isVariable(2)) {
      return null;
    }
    var input = op.shape(0);
    var repeats = repeats(op.context(), input.rank());
    var sizes = new long[2 * repeats.length];
    for (int axis = 0; axis < repeats.length; axis++) {
      sizes[2 * axis] = repeats[axis];
      sizes[2 * axis + 1] = input.size(axis);
    }
    int[] times = IntStream.range(0, repeats.length).map(axis -> 2 * axis).toArray();
    var sum = op.summed(op.reshaped(op.gradient(), Shape.of(sizes)), times);
    return op.first(op.reshaped(sum, input));
  }
}
