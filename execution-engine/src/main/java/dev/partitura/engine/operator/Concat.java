package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Joins its inputs along one axis. Source: ONNX Concat-1, 4, 11, 13.
final class Concat implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Concat", Category.SHAPE, List.of("inputs"), 1, Parameter.optional("axis", Kind.INT))
          .withOutputs("concat_result")
          .asVariadic();

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("axis", new Attribute.IntValue(1));
  }

  @Override
  public int startingInputs() {
    return 2;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.JOINS_BRANCHES, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static int axis(OpContext op, int rank) {
    return op.axis(op.opset() < 4 ? op.attributes().intOr("axis", 1) : op.requireInt("axis"), rank);
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    var entries = new ArrayList<SizeList.Size>();
    for (int input = 0; input < op.inputCount(); input++) {
      var part = op.sizes(input);
      if (part == null
          || part.scalar()
          || entries.size() + part.entries().size() > SizeList.LONGEST) {
        return null;
      }
      entries.addAll(part.entries());
    }
    return new SizeList(entries, false);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireSameType(IntStream.range(0, op.inputCount()).toArray());
    var first = op.shape(0);
    if (first == null) {
      return List.of(op.type(0));
    }
    int joined = axis(op, first.rank());
    long length = 0;
    var merged = first;
    for (int input = 0; input < op.inputCount(); input++) {
      op.requireRank(input, first.rank());
      var shape = op.shape(input);
      if (shape == null) {
        return List.of(op.type(0).withShape(ShapeAxes.ofRank(first.rank())));
      }
      length = length < 0 || !shape.isKnown(joined) ? Shape.UNKNOWN : length + shape.size(joined);
      merged = merged(op, merged, shape, joined);
    }
    return List.of(
        op.type(0).withShape(op.inputCount() == 1 ? first : merged.withSize(joined, length)));
  }

  private static Shape merged(OpContext op, Shape so, Shape next, int joined) {
    var result = so;
    for (int axis = 0; axis < so.rank(); axis++) {
      if (axis == joined) {
        continue;
      }
      if (so.isKnown(axis) && next.isKnown(axis) && so.size(axis) != next.size(axis)) {
        throw op.refuse("op.concat.sizes", so, next, joined);
      }
      if (!so.isKnown(axis) && next.isKnown(axis)) {
        result = result.withSize(axis, next.size(axis));
      }
    }
    return result;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var result = outputs.get(0, infer(run).getFirst());
    var shape = result.shape();
    int axis = axis(run, shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long outer = shape.product(0, axis);
    long rowLength = shape.size(axis) * inner;
    long at = 0;
    for (int input = 0; input < run.inputCount(); input++) {
      var part = run.tensor(input);
      long length = part.shape().size(axis) * inner;
      for (long row = 0; row < outer; row++) {
        Elements.copy(part, row * length, result, row * rowLength + at, length);
      }
      at += length;
    }
  }

  /// Rows stand apart where every input has them along one axis, and another is joined.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var first = op.part().shape(0);
    if (first == null) {
      return Sharding.UNKNOWN;
    }
    int axis = axis(op.part(), first.rank());
    int split = -1;
    for (int i = 0; i < op.inputs().size(); i++) {
      int here = op.axis(i);
      if (here < 0 || here == axis || (i > 0 && here != split)) {
        return Sharding.UNKNOWN;
      }
      split = here;
    }
    return Sharding.along(split);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    int axis = axis(op.context(), op.outputShape().rank());
    List<@Nullable String> each = op.each();
    long from = 0;
    for (int input = 0; input < op.context().inputCount(); input++) {
      long begin = from;
      long end = from + op.shape(input).size(axis);
      each.add(
          op.where(
              input,
              () ->
                  op.op(
                      "Slice",
                      op.gradient(),
                      op.integers(begin),
                      op.integers(end),
                      op.integers(axis))));
      from = end;
    }
    return each;
  }
}
