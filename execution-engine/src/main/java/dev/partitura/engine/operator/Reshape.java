package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The same elements under another shape: 0 keeps an axis (unless `allowzero`), one -1 takes what
/// is left. Source: ONNX Reshape-1, 5, 13, 14, 19, 21.
final class Reshape implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Reshape",
              Category.SHAPE,
              List.of("data", "shape"),
              2,
              Parameter.ofInt("allowzero", 0))
          .withOutputs("reshaped");

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {0, -1});
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.GIVES_SIZES, Trait.COMMON);
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

  @Override
  public List<TensorType> infer(OpContext op) {
    var data = op.type(0);
    var sizes = op.isVariable(1) ? op.sizes(1) : null;
    if (sizes != null && !sizes.scalar()) {
      return List.of(data.withShape(target(op, data.shape(), sizes.values(), sizes)));
    }
    if (op.isVariable(1)) {
      return List.of(data.withShape(ShapeAxes.ofRankLike(op.shape(1))));
    }
    return List.of(data.withShape(target(op, data.shape(), wanted(op), null)));
  }

  private static long[] wanted(OpContext op) {
    var wanted = op.integers(1, "shape");
    if (wanted == null) {
      throw op.refuse("op.input.missing.shape");
    }
    return wanted;
  }

  @Override
  public boolean zeroKeeps(Attributes attributes) {
    return SIGNATURE.intOf(attributes, "allowzero") == 0;
  }

  private static Shape target(
      OpContext op, @Nullable Shape data, long[] wanted, @Nullable SizeList sizes) {
    boolean zeroKeeps = SIGNATURE.intOf(op.attributes(), "allowzero") == 0;
    var axes = new ShapeAxes();
    int open = -1;
    long known = 1;
    boolean nameless = false;
    for (int axis = 0; axis < wanted.length; axis++) {
      if (wanted[axis] == -1 && open < 0) {
        open = axis;
        axes.add(Shape.UNKNOWN);
      } else if (wanted[axis] == 0 && zeroKeeps && data != null) {
        if (axis >= data.rank()) {
          throw op.refuse("op.reshape.zero", axis, data);
        }
        axes.add(data, axis);
        known = product(known, data.size(axis));
      } else if (wanted[axis] == 0 && zeroKeeps) {
        axes.add(Shape.UNKNOWN);
        known = Shape.UNKNOWN;
      } else if (wanted[axis] == SizeList.OPEN && sizes != null) {
        axes.add(sizes.entries().get(axis));
        nameless |= sizes.entries().get(axis).symbol() == null;
        known = Shape.UNKNOWN;
      } else if (wanted[axis] < 0) {
        throw op.refuse("op.reshape.size", wanted);
      } else {
        axes.add(wanted[axis]);
        known = product(known, wanted[axis]);
      }
    }
    return nameless ? axes.shape() : closed(op, data, axes.shape(), open, known, wanted);
  }

  private static Shape closed(
      OpContext op, @Nullable Shape data, Shape shape, int open, long known, long[] wanted) {
    if (data == null) {
      return shape;
    }
    if (!data.isStatic()) {
      return open < 0 ? shape : withSymbolLeft(data, shape, open);
    }
    long count = data.elementCount();
    if (known < 0) {
      return shape;
    }
    if (open < 0 ? count != known : known == 0 ? count != 0 : count % known != 0) {
      throw op.refuse("op.reshape.count", data, count, wanted);
    }
    return open < 0 ? shape : shape.withSize(open, known == 0 ? 0 : count / known);
  }

  /// Fills the open axis when what is left of the input is one unknown axis, so that its symbol is
  /// kept.
  private static Shape withSymbolLeft(Shape data, Shape shape, int open) {
    long left = 1;
    int unknown = -1;
    var used = new boolean[data.rank()];
    long taken = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis == open) {
        continue;
      }
      if (shape.isKnown(axis)) {
        taken = product(taken, shape.size(axis));
      } else {
        int match = match(data, used, axis, shape.symbol(axis));
        if (match < 0) {
          return shape;
        }
        used[match] = true;
      }
    }
    for (int axis = 0; axis < data.rank(); axis++) {
      if (data.isKnown(axis)) {
        left = product(left, data.size(axis));
      } else if (!used[axis]) {
        if (unknown >= 0) {
          return shape;
        }
        unknown = axis;
      }
    }
    if (taken <= 0 || left < 0 || left % taken != 0) {
      return shape;
    }
    if (unknown < 0) {
      return shape.withSize(open, left / taken);
    }
    var symbol = data.symbol(unknown);
    return left == taken && symbol != null ? shape.withSymbol(open, symbol) : shape;
  }

  /// The unknown axis of the data that an unknown axis of the target is: the one of its symbol, or
  /// without a symbol the one at its place.
  private static int match(Shape data, boolean[] used, int axis, @Nullable String symbol) {
    for (int other = 0; other < data.rank(); other++) {
      boolean same = symbol == null ? other == axis : symbol.equals(data.symbol(other));
      if (same && !used[other] && !data.isKnown(other)) {
        return other;
      }
    }
    return -1;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    outputs
        .get(0, infer(run).getFirst())
        .copyFrom(run.tensor(0).reshaped(infer(run).getFirst().knownShape()));
  }

  private static long product(long a, long b) {
    return a < 0 || b < 0 ? Shape.UNKNOWN : Math.multiplyExact(a, b);
  }

  /// The target is that of the part where the split axis begins where one of the target's does.
  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    if (!(inputs.get(0) instanceof Sharding.Along(int split))) {
      return part;
    }
    var from = whole.type(0).knownShape();
    var to = infer(whole).getFirst().knownShape();
    for (int axis = 0; axis < to.rank(); axis++) {
      if (to.product(0, axis) == from.product(0, split)
          && to.size(axis) > 1
          && to.size(axis) % parts == 0) {
        var target = to.withSize(axis, to.size(axis) / parts).sizes();
        // Sizes are given where a network of old stands in an attribute.
        return whole.opset() < 5
            ? part.withAttribute("shape", Attribute.Ints.of(target))
            : part.withConstant(1, Tensor.ofLongs(target, target.length));
      }
    }
    return null;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.linear(() -> op.rowMajor(output));
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return op.each(op.reshaped(op.gradient(), op.shape(0)), null);
  }
}
