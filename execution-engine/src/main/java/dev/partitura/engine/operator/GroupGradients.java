package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The gradients of an op that brings groups of channels of `[N, C, D…]` to mean 0 and variance 1,
/// then scales and shifts them. Source: Ba et al. 2016, arXiv:1607.06450, by the chain rule.
final class GroupGradients {
  private static final int[] WITHIN = {2};

  private final Backward op;
  private final Shape grouped;
  private final Shape x;
  private final boolean byGroup;

  private GroupGradients(Backward op, long groups, boolean byGroup) {
    this.op = op;
    this.byGroup = byGroup;
    x = op.shape(0);
    grouped = Shape.of(x.size(0), groups, x.product(1, x.rank()) / groups);
  }

  /// @param groups of channels; as many as these where each is by itself
  /// @param byGroup whether there is a scale and a shift for each group, rather than each channel
  static List<@Nullable String> of(Backward op, long groups, boolean byGroup) {
    return new GroupGradients(op, groups, byGroup).each();
  }

  private List<@Nullable String> each() {
    var input = op.reshaped(op.input(0), grouped);
    var centred = op.minus(input, mean(input));
    var epsilon = op.number(op.context().attributes().floatOr("epsilon", 1e-5f));
    var deviation = op.op("Sqrt", op.plus(mean(op.times(centred, centred)), epsilon));
    var normal = op.over(centred, deviation);
    return op.each(
        op.where(0, () -> op.reshaped(ofInput(normal, deviation), x)),
        op.where(1, () -> toParameter(op.times(seen(op.gradient()), seen(normal)), op.shape(1))),
        op.where(2, () -> toParameter(seen(op.gradient()), op.shape(2))));
  }

  private String ofInput(String normal, String deviation) {
    var scale = op.reshaped(op.input(1), sizes());
    var scaled = op.reshaped(op.times(seen(op.gradient()), scale), grouped);
    var along = op.times(normal, mean(op.times(scaled, normal)));
    return op.over(op.minus(op.minus(scaled, mean(scaled)), along), deviation);
  }

  private String mean(String value) {
    return op.times(op.summed(value, WITHIN), op.number(1.0 / grouped.size(2)));
  }

  /// A value of the size of the input, as it is scaled: by groups or by channels.
  private String seen(String value) {
    return op.reshaped(value, byGroup ? grouped : x);
  }

  /// The shape in which scale and shift broadcast there.
  private Shape sizes() {
    var axes = new ShapeAxes();
    int rank = byGroup ? grouped.rank() : x.rank();
    for (int axis = 0; axis < rank; axis++) {
      axes.add(axis == 1 ? (byGroup ? grouped : x).size(1) : 1);
    }
    return axes.shape();
  }

  private String toParameter(String value, Shape parameter) {
    int rank = byGroup ? grouped.rank() : x.rank();
    var axes = IntStream.range(0, rank).filter(axis -> axis != 1).toArray();
    return op.reshaped(op.summed(value, axes), parameter);
  }
}
