package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Adds elements before and after each axis (or takes some away, where negative): a constant, a
/// reflection, the edge, or from the other end. Pads and value are attributes before operator set
/// 11, inputs since; axes are chosen since 18. Source: ONNX Pad-1, 2, 11, 13, 18, 19, 21.
final class Pad implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Pad",
              Category.SHAPE,
              List.of("data", "pads", "constant_value", "axes"),
              2,
              Parameter.ofString("mode", "constant", "constant", "reflect", "edge", "wrap"))
          .withOutputs("output");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {0, 0, 1, 1, 0, 0, 1, 1});
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireSameType(0, 2);
    var mode = SIGNATURE.stringOf(op.attributes(), "mode");
    if (!List.of("constant", "reflect", "edge", "wrap").contains(mode)) {
      throw op.refuse(
          "op.attribute.choice", "mode", mode, List.of("constant", "reflect", "edge", "wrap"));
    }
    var data = op.shape(0);
    if (data == null) {
      return List.of(op.type(0));
    }
    if (op.isVariable(1) || op.isVariable(3)) {
      return List.of(op.type(0).withShape(ShapeAxes.ofRank(data.rank())));
    }
    var pads = pads(op, data.rank());
    var axes = new ShapeAxes();
    for (int axis = 0; axis < data.rank(); axis++) {
      long added = pads[axis] + pads[axis + data.rank()];
      if (pads[axis] == 0 && pads[axis + data.rank()] == 0) {
        axes.add(data, axis);
      } else if (!data.isKnown(axis)) {
        axes.add(Shape.UNKNOWN);
      } else if (Math.addExact(data.size(axis), added) < 0
          || (!mode.equals("constant") && fillsFromNothing(pads, axis, data))) {
        throw op.refuse("op.pad.size", axis, data, pads[axis], pads[axis + data.rank()]);
      } else {
        axes.add(data.size(axis) + added);
      }
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  /// Whether elements are added at one end of an axis after all there were are taken from the
  /// other.
  private static boolean fillsFromNothing(long[] pads, int axis, Shape data) {
    long begin = pads[axis];
    long end = pads[axis + data.rank()];
    return data.size(axis) + Math.min(0, begin) + Math.min(0, end) <= 0 && Math.max(begin, end) > 0;
  }

  /// Elements added before each axis, then after each.
  private static long[] pads(OpContext op, int rank) {
    var given = op.integers(1, op.opset() < 2 ? "paddings" : "pads");
    var named = op.integers(3, "axes");
    var axes = named == null ? IntStream.range(0, rank).toArray() : op.axes(named, rank);
    if (given == null || given.length != 2 * axes.length) {
      throw op.refuse(
          "op.pad.count", given == null ? Phrase.of("words.no") : given.length, axes.length);
    }
    var pads = new long[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      pads[axes[i]] = given[i];
      pads[axes[i] + rank] = given[i + axes.length];
    }
    return pads;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    var output = outputs.get(0, infer(run).getFirst());
    if (output.elementCount() == 0) {
      return;
    }
    if (data.shape().rank() == 0) {
      output.copyFrom(data);
      return;
    }
    fill(run, output);
    AxisSources.copy(data, output, sources(run, data.shape()));
  }

  private static long[][] sources(OpContext op, Shape data) {
    var pads = pads(op, data.rank());
    var mode = SIGNATURE.stringOf(op.attributes(), "mode");
    var sources = new long[data.rank()][];
    for (int axis = 0; axis < sources.length; axis++) {
      sources[axis] = sources(mode, pads[axis], pads[axis + sources.length], data.size(axis));
    }
    return sources;
  }

  private static void fill(OpContext op, Tensor output) {
    if (op.hasInput(2)) {
      Elements.fill(output, op.tensor(2));
    } else if (op.attributes().has("value") && output.dataType() != DataType.STRING) {
      double value = op.attributes().floatOr("value", 0);
      for (long i = 0; i < output.elementCount(); i++) {
        output.setDouble(i, value);
      }
    } else {
      Elements.clear(output);
    }
  }

  /// For each place of an output axis the place it comes from, or -1. What is taken away is gone
  /// before the rest is reflected or repeated.
  private static long[] sources(String mode, long begin, long end, long size) {
    var sources = new long[Math.toIntExact(size + begin + end)];
    long first = Math.max(0, -begin);
    long left = size - first - Math.max(0, -end);
    for (int i = 0; i < sources.length; i++) {
      long at = i - Math.max(0, begin);
      long source =
          switch (mode) {
            case "reflect" -> left == 1 ? 0 : reflected(at, left);
            case "edge" -> Math.clamp(at, 0, left - 1);
            case "wrap" -> Math.floorMod(at, left);
            default -> at >= 0 && at < left ? at : -1 - first;
          };
      sources[i] = first + source;
    }
    return sources;
  }

  private static long reflected(long at, long size) {
    long folded = Math.floorMod(at, 2 * (size - 1));
    return folded < size ? folded : 2 * (size - 1) - folded;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    if (split < 0 || op.part().isVariable(1) || op.part().isVariable(3)) {
      return Sharding.UNKNOWN;
    }
    int rank = op.rank(0);
    var pads = pads(op.part(), rank);
    return pads[split] == 0 && pads[split + rank] == 0 ? op.kept(0) : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    if (op.context().isVariable(1) || op.context().isVariable(3)) {
      return null;
    }
    var back = AxisSources.back(op, op.gradient(), op.shape(0), sources(op.context(), op.shape(0)));
    var each = op.first(back);
    if (op.wants(2)) {
      var filled = op.minus(total(op, op.gradient()), total(op, back));
      each.set(2, op.reshaped(filled, op.shape(2)));
    }
    return each;
  }

  private static String total(Backward op, String value) {
    return op.summed(value, IntStream.range(0, op.outputShape().rank()).toArray());
  }
}
