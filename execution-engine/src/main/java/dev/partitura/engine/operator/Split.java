package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Cuts its input along an axis into parts of given sizes, else into equal ones; from operator set
/// 18 the last may be smaller. Sizes are an attribute before operator set 13. Source: ONNX Split-1,
/// 2, 11, 13, 18.
final class Split implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Split",
              Category.SHAPE,
              List.of("input", "split"),
              1,
              Parameter.ofInt("axis", 0),
              Parameter.optional("num_outputs", Kind.INT),
              Parameter.optional("split", Kind.INTS))
          .withOutputs("outputs")
          .asVariadicOutput();

  @Override
  public boolean startsWithAllOutputs() {
    return true;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireRankAtLeast(0, 1);
    var input = op.shape(0);
    int parts = Math.max(1, op.outputCount());
    if (input == null) {
      return Collections.nCopies(parts, op.type(0));
    }
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), input.rank());
    var sizes = op.isVariable(1) ? null : sizes(op, input.size(axis), parts);
    var types = new ArrayList<TensorType>();
    for (int part = 0; part < parts; part++) {
      types.add(
          op.type(0).withShape(input.withSize(axis, sizes == null ? Shape.UNKNOWN : sizes[part])));
    }
    return types;
  }

  private static long @Nullable [] sizes(OpContext op, long length, int parts) {
    var given = op.integers(1, "split");
    if (given == null) {
      return length < 0 ? null : equal(op, length, parts);
    }
    if (given.length != parts
        || Arrays.stream(given).anyMatch(size -> size < 0)
        || (length >= 0 && Arrays.stream(given).sum() != length)) {
      throw op.refuse(
          "op.split.sizes",
          length < 0 ? Phrase.of("words.size.unknown") : Phrase.of("words.size", length),
          parts,
          given);
    }
    return given;
  }

  private static long[] equal(OpContext op, long length, int parts) {
    if (op.attributes().intOr("num_outputs", parts) != parts) {
      throw op.refuse("op.split.outputs", parts, op.attributes().intOr("num_outputs", parts));
    }
    if (length % parts != 0 && op.opset() < 18) {
      throw op.refuse("op.split.uneven", length, parts);
    }
    long size = Math.ceilDiv(length, parts);
    var sizes = new long[parts];
    for (int part = 0; part < parts; part++) {
      sizes[part] = Math.clamp(length - part * size, 0, size);
    }
    return sizes;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var input = run.tensor(0);
    var types = infer(run);
    var shape = input.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long outer = shape.product(0, axis);
    long rowLength = shape.size(axis) * inner;
    long at = 0;
    for (int part = 0; part < types.size(); part++) {
      long length = types.get(part).knownShape().size(axis) * inner;
      if (outputs.wanted(part)) {
        var output = outputs.get(part, types.get(part));
        for (long row = 0; row < outer; row++) {
          Elements.copy(input, row * rowLength + at, output, row * length, length);
        }
      }
      at += length;
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    int axis =
        split < 0
            ? -1
            : op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), op.rank(0));
    return split == axis ? Sharding.UNKNOWN : op.kept(0);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    int axis =
        op.context().axis(SIGNATURE.intOf(op.context().attributes(), "axis"), op.shape(0).rank());
    var parts =
        IntStream.range(0, op.context().outputCount())
            .mapToObj(part -> part(op, part))
            .toArray(String[]::new);
    return op.first(
        op.op("Concat", Backward.attributes("axis", new Attribute.IntValue(axis)), parts));
  }

  /// The gradient of a part; zeros of one on which the loss does not depend.
  private static String part(Backward op, int part) {
    var gradient = op.gradient(part);
    return gradient != null
        ? gradient
        : op.times(op.context().op().outputs().get(part), op.number(0));
  }
}
