package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `K` largest or smallest elements along an axis, best first, and their indices; of equals the
/// first come first. K is an attribute before operator set 10. Source: ONNX TopK-1, 10, 11.
final class TopK implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "TopK",
              Category.REDUCTION,
              List.of("X", "K"),
              2,
              Parameter.ofInt("axis", -1),
              Parameter.ofInt("largest", 1),
              Parameter.ofInt("sorted", 1),
              Parameter.optional("k", Kind.INT))
          .withOutputs("Values", "Indices");

  @Override
  public boolean startsWithAllOutputs() {
    return true;
  }

  @Override
  public Map<Integer, long[]> startingConstants() {
    return Map.of(1, new long[] {1});
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0), new TensorType(DataType.INT64, null));
    }
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), x.rank());
    var shape = x.withSize(axis, op.isVariable(1) ? Shape.UNKNOWN : count(op, x.size(axis)));
    return List.of(op.type(0).withShape(shape), new TensorType(DataType.INT64, shape));
  }

  private static long count(OpContext op, long length) {
    long count = op.opset() < 10 ? op.requireInt("k") : op.single(1).longAt(0);
    if (count < 0 || (length >= 0 && count > length)) {
      throw op.refuse("op.topk.count", count, length);
    }
    return count;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.of(op.type(0).isStatic() ? op.type(0).knownShape().elementCount() : 0, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var x = run.tensor(0);
    var values = outputs.get(0, types.get(0));
    var indices = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    var shape = x.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long length = shape.size(axis);
    var best = new long[Math.toIntExact(values.shape().size(axis))];
    int sign = SIGNATURE.intOf(run.attributes(), "largest") != 0 ? 1 : -1;
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long i = 0; i < inner; i++) {
        select(x, o * length * inner + i, inner, length, sign, best);
        for (int k = 0; k < best.length; k++) {
          long at = (o * best.length + k) * inner + i;
          Elements.copy(x, (o * length + best[k]) * inner + i, values, at, 1);
          if (indices != null) {
            indices.setLong(at, best[k]);
          }
        }
      }
    }
  }

  /// Keeps the best indices in order, putting each element in behind those that are not worse.
  private static void select(Tensor x, long start, long step, long length, int sign, long[] best) {
    int kept = 0;
    for (long i = 0; i < length; i++) {
      int place = kept;
      while (place > 0 && sign * compare(x, start + i * step, start + best[place - 1] * step) > 0) {
        place--;
        Checkpoint.pass(place);
      }
      if (place == best.length) {
        continue;
      }
      kept = Math.min(kept + 1, best.length);
      System.arraycopy(best, place, best, place + 1, kept - place - 1);
      best[place] = i;
    }
  }

  private static int compare(Tensor x, long a, long b) {
    return x.dataType().isInteger()
        ? Integers.compare(x.longAt(a), x.longAt(b), x.dataType())
        : Double.compare(x.doubleAt(a) + 0.0, x.doubleAt(b) + 0.0);
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
    var context = op.context();
    int axis = context.axis(SIGNATURE.intOf(context.attributes(), "axis"), op.shape(0).rank());
    var outputs = context.op().outputs();
    var indices =
        outputs.size() > 1 && !outputs.get(1).isEmpty()
            ? outputs.get(1)
            : op.op("TopK", 2, context.attributes(), context.op().inputs().toArray(String[]::new))
                .get(1);
    return op.first(
        op.op(
            "ScatterElements",
            Backward.attributes("axis", new Attribute.IntValue(axis)),
            op.times(op.input(0), op.number(0)),
            indices,
            op.gradient()));
  }
}
