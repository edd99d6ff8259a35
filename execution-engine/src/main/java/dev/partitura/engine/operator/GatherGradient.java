package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gradient of the table of a [Gather]: each entry gets the sum of the gradients of the places
/// that took it; in one of several parts of the table those of its entries alone. Made by
/// differentiation; no file holds it.
final class GatherGradient implements Operator {
  private static final String TYPE = "GatherGradient";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("dY", "indices"),
          2,
          false,
          List.of("dData"),
          false,
          List.of(
              Parameter.optional("shape", Kind.INTS),
              Parameter.ofInt("axis", 0),
              Parameter.ofInt(TablePart.PARTS, 1),
              Parameter.ofInt(SplitRule.PART, 0)));

  static String of(Backward op) {
    int axis = (int) SIGNATURE.intOf(op.context().attributes(), "axis");
    return of(op, op.gradient(), op.input(1), op.shape(0), axis);
  }

  /// The gradient of what a table of shape `shape` was taken from along an axis by a list of
  /// places.
  static String of(Backward op, String gradient, String indices, Shape shape, int axis) {
    return op.own(
        TYPE,
        new Attributes(
            Map.of(
                "shape", Attribute.Ints.of(shape.sizes()), "axis", new Attribute.IntValue(axis))),
        gradient,
        indices);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.KNOWS_PART, Trait.CUTS_RESULT);
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireIndices(1);
    return List.of(
        op.type(0).withShape(Shape.of(Objects.requireNonNull(op.attributes().ints("shape")))));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var gradient = run.tensor(0);
    var indices = run.tensor(1);
    var table = outputs.get(0, infer(run).getFirst());
    var shape = table.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long size = shape.size(axis);
    var entries = TablePart.of(run, axis, size);
    var sums = new double[Math.toIntExact(table.elementCount())];
    long at = 0;
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long i = 0; i < indices.elementCount(); i++) {
        long entry = entries.place(indices.longAt(i));
        for (long k = 0; entry >= 0 && k < inner; k++) {
          sums[(int) ((o * size + entry) * inner + k)] += gradient.doubleAt(at + k);
        }
        at += inner;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      table.setDouble(i, sums[i]);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var shape = Shape.of(Objects.requireNonNull(op.whole().attributes().ints("shape")));
    int axis = op.whole().axis(SIGNATURE.intOf(op.whole().attributes(), "axis"), shape.rank());
    int split = op.axis(0);
    int indices = op.rank(1);
    if (split < 0) {
      return op.areReplicated(0, 1) ? Sharding.along(axis) : Sharding.UNKNOWN;
    }
    if (split >= axis && split < axis + indices) {
      return op.axis(1) == split - axis ? Sharding.PARTIAL : Sharding.UNKNOWN;
    }
    return op.isReplicated(1)
        ? Sharding.along(split < axis ? split : split - indices + 1)
        : Sharding.UNKNOWN;
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    var shape = Objects.requireNonNull(whole.attributes().ints("shape"));
    int axis = whole.axis(SIGNATURE.intOf(whole.attributes(), "axis"), shape.length);
    int indices = whole.type(1).knownShape().rank();
    boolean ofEntries = inputs.stream().allMatch(Sharding.REPLICATED::equals);
    int split = inputs.getFirst() instanceof Sharding.Along(int along) ? along : -1;
    if (!ofEntries && (split < 0 || split >= axis && split < axis + indices)) {
      return part;
    }
    int inTable = ofEntries ? axis : split < axis ? split : split - indices + 1;
    if (shape[inTable] % parts != 0) {
      return null;
    }
    shape[inTable] /= parts;
    var sized = part.withAttribute("shape", Attribute.Ints.of(shape));
    return ofEntries ? TablePart.in(sized, parts) : sized;
  }
}
