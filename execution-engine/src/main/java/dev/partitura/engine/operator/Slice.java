package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Cuts a range out of each named axis, every `steps` elements, backwards when negative; starts,
/// ends, axes and steps are inputs from operator set 10 on. Ends beyond the axis mean its end.
/// Source: ONNX Slice-1, 10, 11, 13.
class Slice implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Slice", Category.SHAPE, List.of("data", "starts", "ends", "axes", "steps"), 3)
          .withOutputs("output");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {0}, 2, new long[] {1}, 3, new long[] {0});
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// The cut of one axis.
  private record Cut(long start, long step, long count) {
    static Cut of(long start, long end, long step, long size) {
      long from = start < 0 ? start + size : start;
      long to = end < 0 ? end + size : end;
      if (step > 0) {
        from = Math.clamp(from, 0, size);
        to = Math.clamp(to, 0, size);
        return new Cut(from, step, Math.max(0, Math.ceilDiv(to - from, step)));
      }
      from = Math.clamp(from, -1, size - 1);
      to = Math.clamp(to, -1, size - 1);
      return new Cut(from, step, Math.max(0, Math.ceilDiv(to - from, step)));
    }

    /// Whether an axis of any size comes through whole.
    static boolean isWhole(long start, long end, long step) {
      return step == 1 && start == 0 && end >= Integer.MAX_VALUE;
    }
  }

  /// Of a list cut once, in steps of one.
  @Override
  public @Nullable SizeList sizes(OpContext op) {
    var given = op.sizes(0);
    if (given == null || given.scalar()) {
      return null;
    }
    var starts = op.isVariable(1) ? null : op.integers(1, "starts");
    var ends = op.isVariable(2) ? null : op.integers(2, "ends");
    var steps = op.hasInput(4) ? op.constant(4) : null;
    boolean plain =
        !op.hasInput(4) || (steps != null && steps.elementCount() == 1 && steps.longAt(0) == 1);
    if (starts == null || ends == null || starts.length != 1 || ends.length != 1 || !plain) {
      return null;
    }
    int size = given.entries().size();
    int begin = Math.clamp(starts[0] < 0 ? starts[0] + size : starts[0], 0, size);
    int end = Math.clamp(ends[0] < 0 ? ends[0] + size : ends[0], begin, Math.max(begin, size));
    return new SizeList(given.entries().subList(begin, end), false);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.shape(0);
    if (data == null) {
      return List.of(op.type(0));
    }
    if (op.isVariable(3)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(data.rank())));
    }
    var axes = axes(op, data.rank());
    var starts = op.isVariable(1) ? null : bounds(op, 1, "starts", axes.length);
    var ends = op.isVariable(2) ? null : bounds(op, 2, "ends", axes.length);
    var steps = op.isVariable(4) ? null : steps(op, axes.length);
    var result = data;
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i];
      if (starts == null || ends == null || steps == null) {
        result = result.withSize(axis, Shape.UNKNOWN);
      } else if (!Cut.isWhole(starts[i], ends[i], steps[i])) {
        result =
            result.withSize(
                axis,
                data.isKnown(axis)
                    ? Cut.of(starts[i], ends[i], steps[i], data.size(axis)).count()
                    : Shape.UNKNOWN);
      }
    }
    return List.of(op.type(0).withShape(result));
  }

  private static int[] axes(OpContext op, int rank) {
    var named = op.integers(3, "axes");
    if (named != null) {
      return op.axes(named, rank);
    }
    var starts = op.integers(1, "starts");
    var shape = op.hasInput(1) ? op.shape(1) : null;
    int count =
        starts != null
            ? starts.length
            : shape != null && shape.rank() == 1 && shape.isStatic()
                ? Math.toIntExact(shape.size(0))
                : rank;
    if (count > rank) {
      throw op.refuse("op.slice.axes", count, rank);
    }
    return IntStream.range(0, count).toArray();
  }

  private static long[] bounds(OpContext op, int input, String name, int count) {
    var values = op.integers(input, name);
    if (values == null || values.length != count) {
      throw op.refuse(
          "op.slice.bounds", values == null ? Phrase.of("words.no") : values.length, name, count);
    }
    return values;
  }

  private static long[] steps(OpContext op, int count) {
    if (!op.hasInput(4)) {
      var ones = new long[count];
      Arrays.fill(ones, 1);
      return ones;
    }
    var steps = bounds(op, 4, "steps", count);
    if (Arrays.stream(steps).anyMatch(step -> step == 0)) {
      throw op.refuse("op.slice.step");
    }
    return steps;
  }

  private static Cut[] cuts(OpContext op, Shape data) {
    var cuts = new Cut[data.rank()];
    for (int axis = 0; axis < cuts.length; axis++) {
      cuts[axis] = new Cut(0, 1, data.size(axis));
    }
    var axes = axes(op, data.rank());
    var starts = bounds(op, 1, "starts", axes.length);
    var ends = bounds(op, 2, "ends", axes.length);
    var steps = steps(op, axes.length);
    for (int i = 0; i < axes.length; i++) {
      cuts[axes[i]] = Cut.of(starts[i], ends[i], steps[i], data.size(axes[i]));
    }
    return cuts;
  }

  /// Reads what it keeps.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    long bytes = outputs.getFirst().isStatic() ? outputs.getFirst().sizeBytes() : 0;
    return new Work(0, bytes, bytes);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    var cuts = cuts(run, data.shape());
    var strides = data.shape().strides();
    long start = 0;
    for (int axis = 0; axis < cuts.length; axis++) {
      start += cuts[axis].start() * strides[axis];
      strides[axis] *= cuts[axis].step();
    }
    Elements.gather(data, start, strides, output);
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.axis(0);
    if (split < 0 || op.part().isVariable(3)) {
      return Sharding.UNKNOWN;
    }
    int[] axes = axes(op.part(), op.rank(0));
    boolean cut = Arrays.stream(axes).anyMatch(axis -> axis == split);
    if (!cut) {
      return op.kept(0);
    }
    return op.areReplicated(3, 4) && isWhole(op.part(), split) && isWhole(op.whole(), split)
        ? Sharding.along(split)
        : Sharding.UNKNOWN;
  }

  /// Whether the op leaves an axis of its input as it is.
  private static boolean isWhole(OpContext op, int axis) {
    var data = op.type(0).knownShape();
    var cut = cuts(op, data)[axis];
    return cut.start() == 0 && cut.step() == 1 && cut.count() == data.size(axis);
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    if (op.context().isVariable(1)
        || op.context().isVariable(2)
        || op.context().isVariable(3)
        || op.context().isVariable(4)) {
      return null;
    }
    var cuts = cuts(op.context(), op.shape(0));
    var sources = new long[cuts.length][];
    for (int axis = 0; axis < cuts.length; axis++) {
      var cut = cuts[axis];
      sources[axis] =
          LongStream.range(0, cut.count()).map(i -> cut.start() + i * cut.step()).toArray();
    }
    return op.first(AxisSources.back(op, op.gradient(), op.shape(0), sources));
  }
}
