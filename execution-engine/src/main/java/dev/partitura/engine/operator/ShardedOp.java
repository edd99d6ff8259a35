package dev.partitura.engine.operator;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an operator's split rule may ask about the op at hand: types and constants in one part (of
/// a split batch, or of an op that shards share) and in the whole, and how each input is sharded.
/// Immutable.
///
/// @param part the op as one part sees it
/// @param whole the op as the unsplit run sees it
/// @param inputs shardings of the inputs, then of the captures; an absent input is replicated
/// @param partOutputs types of the outputs in one part; null where not known
/// @param wholeOutputs types of the outputs in the whole
public record ShardedOp(
    OpContext part,
    OpContext whole,
    SampleCounts samples,
    List<Sharding> inputs,
    List<@Nullable TensorType> partOutputs,
    List<@Nullable TensorType> wholeOutputs) {

  /// Sharding of an input; absent ones are replicated.
  Sharding input(int index) {
    return index < inputs.size() ? inputs.get(index) : Sharding.REPLICATED;
  }

  boolean isReplicated(int index) {
    return input(index) instanceof Sharding.Replicated;
  }

  boolean areReplicated(int... indices) {
    for (int index : indices) {
      if (!isReplicated(index)) {
        return false;
      }
    }
    return true;
  }

  /// Whether every input there is is a partial sum.
  boolean areAllPartial() {
    for (int index = 0; index < inputs.size(); index++) {
      if (part.hasInput(index) && !(input(index) instanceof Sharding.Partial)) {
        return false;
      }
    }
    return !inputs.isEmpty();
  }

  /// What a linear op makes of partial sums, else what `rule` says.
  Sharding linear(Supplier<Sharding> rule) {
    return areAllPartial() ? Sharding.PARTIAL : rule.get();
  }

  /// Whether input 0 alone is split, along axis 0 or along `axis`, or along that together with
  /// every other input, whose only axis it is.
  Sharding keptWithVectors(int axis) {
    if (onlyAxis(0) == 0) {
      return kept(0);
    }
    for (int index = 1; index < inputs.size(); index++) {
      if (part.hasInput(index) && (axis(index) != 0 || rank(index) != 1)) {
        return Sharding.UNKNOWN;
      }
    }
    return axis(0) == axis ? Sharding.along(axis) : Sharding.UNKNOWN;
  }

  /// Axis along which an input is split, or -1 when it is not or has no such axis that is known.
  int axis(int index) {
    return input(index) instanceof Sharding.Along(int axis) && axis < rank(index) ? axis : -1;
  }

  /// Axis along which input `index` is split while all others are replicated, or -1.
  int onlyAxis(int index) {
    for (int other = 0; other < inputs.size(); other++) {
      if (other != index && !isReplicated(other)) {
        return -1;
      }
    }
    return axis(index);
  }

  /// Axes of an input, or -1 when their number is not known.
  int rank(int index) {
    var shape = part.hasInput(index) ? part.shape(index) : null;
    return shape == null ? -1 : shape.rank();
  }

  /// The sharding of input `index`, where every other is replicated and the op leaves the split
  /// axis in its place and each place along it by itself.
  Sharding kept(int index) {
    return Sharding.along(onlyAxis(index));
  }

  /// Whether the input has the same sizes along `axis` as `other` in the part and in the whole.
  boolean sameSize(int index, int other, int axis) {
    return size(part, index, axis) == size(part, other, axis)
        && size(whole, index, axis) == size(whole, other, axis);
  }

  private static long size(OpContext op, int index, int axis) {
    var shape = op.shape(index);
    return shape == null || axis >= shape.rank() ? Shape.UNKNOWN : shape.size(axis);
  }

  /// For an op that keeps the row-major order of the elements of input 0 and only draws the axes
  /// anew: the output axis before which there are as many elements as before the split one.
  Sharding rowMajor(int output) {
    int axis = axis(0);
    int grown = grownAxis(output);
    var from = axis < 0 ? null : part.shape(0);
    var to = grown < 0 ? null : type(partOutputs, output).shape();
    return from != null
            && to != null
            && known(from, axis)
            && known(to, grown)
            && from.product(0, axis) == to.product(0, grown)
        ? Sharding.along(grown)
        : Sharding.UNKNOWN;
  }

  private static boolean known(Shape shape, int end) {
    for (int axis = 0; axis < end; axis++) {
      if (!shape.isKnown(axis)) {
        return false;
      }
    }
    return true;
  }

  /// The only axis along which output `output` of the whole is longer than that of a part, or -1.
  int grownAxis(int output) {
    var small = partOutputs.get(output);
    var large = wholeOutputs.get(output);
    var before = small == null ? null : small.shape();
    var after = large == null ? null : large.shape();
    if (before == null || after == null || before.rank() != after.rank()) {
      return -1;
    }
    int grown = -1;
    for (int axis = 0; axis < before.rank(); axis++) {
      if (before.size(axis) != after.size(axis)) {
        if (grown >= 0) {
          return -1;
        }
        grown = axis;
      }
    }
    return grown;
  }

  private static TensorType type(List<@Nullable TensorType> types, int output) {
    return Objects.requireNonNull(types.get(output));
  }

  /// How the outputs of a body of this op are sharded; its captures are as around it.
  ///
  /// @param inner shardings of the body's own inputs
  /// @param partTypes what is known of the body in one part
  /// @param wholeTypes what is known of the body in the whole
  List<Sharding> body(
      Network body, Map<String, Sharding> inner, NetworkTypes partTypes, NetworkTypes wholeTypes) {
    var given = new HashMap<String, Sharding>();
    var captures = part.op().captures();
    for (int i = 0; i < captures.size(); i++) {
      given.put(captures.get(i), input(part.op().inputs().size() + i));
    }
    given.putAll(inner);
    var shardings = ShardPropagation.of(body, partTypes, wholeTypes, given, samples);
    return body.outputs().stream().map(output -> shardings.of(output.name())).toList();
  }

  /// The value of an input that is known before the run and the same in the part and in the whole,
  /// else null.
  @Nullable Tensor common(int index) {
    var value = part.constant(index);
    return value != null && isReplicated(index) ? value : null;
  }
}
