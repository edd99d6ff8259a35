package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;

/// Where the scale and zero point of each element stand: one for all, one per index of an axis, or
/// one per block along it.
///
/// @param outerStep distance between the scales of neighbouring places before the axis; `blockStep`
///   between blocks along it
/// @param innerStep distance between the scales of neighbouring places behind the axis
record QuantizationSteps(
    long inner, long length, long block, long outerStep, long blockStep, long innerStep) {
  /// @param scale shape of the scales, at input 1 of the op
  static QuantizationSteps of(OpContext op, Shape x, Shape scale) {
    var zero = op.hasInput(2) ? op.shape(2) : null;
    if (zero != null && zero.elementCount() != scale.elementCount()) {
      throw op.refuse("op.quantize.zero", scale, zero);
    }
    if (scale.rank() == 0 || (scale.rank() == 1 && scale.size(0) == 1)) {
      return new QuantizationSteps(1, 1, 1, 0, 0, 0);
    }
    int axis = op.axis(op.attributes().intOr("axis", 1), x.rank());
    long inner = x.product(axis + 1, x.rank());
    if (scale.rank() == 1 && scale.size(0) == x.size(axis)) {
      return new QuantizationSteps(inner, x.size(axis), 1, 0, 1, 0);
    }
    long block = op.attributes().intOr("block_size", 0);
    boolean fits =
        block > 0
            && scale.rank() == x.rank()
            && scale.size(axis) == Math.ceilDiv(x.size(axis), block);
    for (int other = 0; fits && other < x.rank(); other++) {
      fits = other == axis || scale.size(other) == x.size(other);
    }
    if (!fits) {
      throw op.refuse("op.quantize.scale", scale, x, axis);
    }
    return new QuantizationSteps(inner, x.size(axis), block, scale.size(axis) * inner, inner, 1);
  }

  /// Index of the scale of element `i`.
  long at(long i) {
    return i / (inner * length) * outerStep
        + i / inner % length / block * blockStep
        + i % inner * innerStep;
  }

  /// The split rule: the steps are the same for all, or differ along another axis.
  static Sharding sharding(ShardedOp op) {
    int split = op.onlyAxis(0);
    int rank = op.rank(1);
    if (split < 0 || rank < 0 || rank > 1) {
      return Sharding.UNKNOWN;
    }
    boolean one = rank == 0 || op.part().type(1).knownShape().size(0) == 1;
    int axis = one ? -1 : op.part().axis(op.part().attributes().intOr("axis", 1), op.rank(0));
    return split == axis ? Sharding.UNKNOWN : op.kept(0);
  }
}
