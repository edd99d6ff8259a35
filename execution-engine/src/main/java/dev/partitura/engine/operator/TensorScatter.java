package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes `update` into a copy of a cache along an axis, each sample from its own place on; beyond
/// the end it begins again when `circular`. Source: ONNX TensorScatter-24.
final class TensorScatter implements Operator {
  private static final List<String> MODES = List.of("linear", "circular");
  private static final Signature SIGNATURE =
      Signature.of(
              "TensorScatter",
              Category.SHAPE,
              List.of("past_cache", "update", "write_indices"),
              2,
              Parameter.ofInt("axis", -2),
              new Parameter("mode", Kind.STRING, new Attribute.StringValue("linear"), MODES))
          .withOutputs("present_cache");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireSameType(0, 1);
    op.requireRankAtLeast(0, 2);
    if (op.hasInput(2)) {
      op.requireIndices(2);
    }
    var mode = op.attributes().stringOr("mode", "linear");
    if (!MODES.contains(mode)) {
      throw op.refuse("op.attribute.choice", "mode", mode, MODES);
    }
    var cache = op.shape(0);
    var update = op.shape(1);
    if (cache != null && update != null) {
      op.requireRank(1, cache.rank());
      requireFit(op, cache, update);
    }
    return List.of(op.type(0));
  }

  private static void requireFit(OpContext op, Shape cache, Shape update) {
    int axis = op.axis(SIGNATURE.intOf(op.attributes(), "axis"), cache.rank());
    for (int i = 0; i < cache.rank(); i++) {
      boolean known = cache.isKnown(i) && update.isKnown(i);
      boolean fits = i == axis ? cache.size(i) >= update.size(i) : cache.size(i) == update.size(i);
      if (axis == 0 || known && !fits) {
        throw op.refuse("op.shapes", List.of(cache, update));
      }
    }
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var cache = run.tensor(0);
    var update = run.tensor(1);
    var starts = run.hasInput(2) ? run.tensor(2) : null;
    var y = outputs.get(0, infer(run).getFirst());
    y.copyFrom(cache);
    var shape = cache.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    boolean circular = run.attributes().stringOr("mode", "linear").equals("circular");
    long most = shape.size(axis);
    long count = update.shape().size(axis);
    long inner = shape.product(axis + 1, shape.rank());
    long rows = shape.product(0, axis);
    if (starts != null && starts.elementCount() != shape.size(0)) {
      throw run.refuse("op.shapes", List.of(shape, starts.shape()));
    }
    for (long row = 0; row < rows; row++) {
      long start = starts == null ? 0 : starts.longAt(row / (rows / shape.size(0)));
      if (start < 0 || !circular && start + count > most) {
        throw run.refuse("op.scatter.place", count, start, most);
      }
      for (long i = 0; i < count; i++) {
        long to = (start + i) % most;
        Elements.copy(update, (row * count + i) * inner, y, (row * most + to) * inner, inner);
      }
    }
  }
}
