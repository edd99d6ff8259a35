package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradients of ops that take elements from places named by indices, and of those that bring
/// them there: each the other's way.
final class ScatterGradients {
  private ScatterGradients() {}

  /// Of data that were gathered: each place gets the sum of what came back from those that took it.
  ///
  /// @param scatter the operator that brings elements to their places
  static String ofGathered(Backward op, String scatter, String indices) {
    return op.op(
        scatter,
        op.context().attributes().with("reduction", new Attribute.StringValue("add")),
        zeros(op, 0),
        indices,
        op.gradient());
  }

  /// Of data and updates; null where updates do more than replace or add.
  ///
  /// @param scatter the operator itself
  /// @param gather the operator that takes elements from their places
  static @Nullable List<@Nullable String> ofScattered(Backward op, String scatter, String gather) {
    var attributes = op.context().attributes();
    var way = Accumulation.of(op.context());
    if (way != Accumulation.NONE && way != Accumulation.ADD) {
      return null;
    }
    return op.each(
        op.where(
            0,
            () ->
                way == Accumulation.ADD
                    ? op.gradient()
                    : op.op(scatter, attributes, op.gradient(), op.input(1), zeros(op, 2))),
        null,
        op.where(
            2, () -> op.op(gather, attributes.without("reduction"), op.gradient(), op.input(1))));
  }

  private static String zeros(Backward op, int like) {
    return op.times(op.input(like), op.number(0));
  }
}
