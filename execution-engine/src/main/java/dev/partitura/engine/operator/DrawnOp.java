package dev.partitura.engine.operator;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Drawing.Role;
import dev.partitura.engine.operator.Drawing.Weight;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An op in a drawing, as its operator is asked for the weights that fit it.
///
/// @param data shape of what arrives at input 0
/// @param weight shape of the constant at input 1; null when there is none
/// @param hasBias whether anything is at input 2
public record DrawnOp(Op op, Shape data, @Nullable Shape weight, boolean hasBias) {
  /// Output channels of a new layer.
  private static final long NEW_CHANNELS = 64;

  /// Output channels or units as the weights tell, or a usual number for an op that has none.
  public long channels(Drawing operator) {
    int axis = weight == null ? -1 : operator.channelAxis(op, weight.rank());
    return weight == null || weight.rank() < 2 || axis < 0
        ? NEW_CHANNELS
        : weight.size(axis) * operator.channelsEach(op);
  }

  /// Weights and, unless the op was given weights without, a bias.
  List<Weight> withBias(long[] sizes, long fanIn, long channels) {
    var weights = new ArrayList<Weight>();
    weights.add(new Weight(1, Role.WEIGHT, sizes, fanIn, 0));
    if (hasBias || weight == null) {
      weights.add(new Weight(2, Role.BIAS, new long[] {channels}, 0, 0));
    }
    return weights;
  }

  /// Weights of a convolution over windows, output channels first, or input channels where it is
  /// transposed.
  List<Weight> convolution(Drawing operator, boolean transposed) {
    int spatial = data.rank() - 2;
    long group = Math.max(1, op.attributes().intOr("group", 1));
    if (spatial < 1 || !data.isKnown(1) || data.size(1) % group != 0) {
      return List.of();
    }
    long inputs = data.size(1);
    long outputs = Math.max(group, channels(operator) / group * group);
    var sizes = new long[spatial + 2];
    sizes[0] = transposed ? inputs : outputs;
    sizes[1] = (transposed ? outputs : inputs) / group;
    var kernel = op.attributes().ints("kernel_shape");
    long window = 1;
    for (int i = 0; i < spatial; i++) {
      sizes[i + 2] =
          kernel != null && i < kernel.length
              ? kernel[i]
              : weight != null && weight.rank() == spatial + 2 ? weight.size(i + 2) : 3;
      window *= sizes[i + 2];
    }
    return withBias(sizes, inputs / group * window, outputs);
  }

  /// Scale 1 and shift 0 of so many elements.
  static List<Weight> scaleAndShift(long... sizes) {
    return List.of(new Weight(1, Role.SCALE, sizes, 0, 1), new Weight(2, Role.BIAS, sizes, 0, 0));
  }
}
