package dev.partitura.editor.edit;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Drawing.Role;
import dev.partitura.engine.operator.Drawing.Weight;
import dev.partitura.engine.operator.DrawnOp;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives drawn layers the weights that fit what arrives at them, and fits them again when that
/// changes. Only weights made here are ever replaced: those that came with a file keep their
/// values, and what does not fit them is refused.
///
/// Values are uniform in ±√(6 / fan-in) after He et al. 2015, arXiv:1502.01852, from a generator
/// seeded by the name.
public final class Weights {
  /// Most elements of one made tensor; a larger one is left out, for the network to say that it is
  /// missing.
  private static final long MOST_ELEMENTS = 1L << 28;

  private Weights() {}

  /// Makes what is missing and remakes what no longer fits, from the inputs of the network on.
  static void fit(Draft draft) {
    for (int round = 0; round <= draft.ops.size(); round++) {
      if (draft.ops.values().stream().noneMatch(Weights::isLayer)) {
        return;
      }
      var types = TypeInference.infer(draft.network());
      boolean changed = false;
      for (var op : List.copyOf(draft.ops.values())) {
        changed |= fit(draft, op, types);
      }
      if (!changed) {
        return;
      }
    }
  }

  private static boolean fit(Draft draft, Op op, NetworkTypes types) {
    var data =
        op.inputs().isEmpty() || op.inputs().getFirst().isEmpty()
            ? null
            : types.type(op.inputs().getFirst());
    if (data == null
        || data.shape() == null
        || !data.dataType().isFloating()
        || data.dataType() != DataType.FLOAT) {
      return false;
    }
    boolean changed = false;
    for (var want : wants(op, data.knownShape(), draft)) {
      var present = Slots.value(op, want.input());
      boolean ours = present.isEmpty() || isMade(draft, present);
      var weight = draft.initializers.get(present);
      boolean fits =
          weight != null && Arrays.equals(weight.type().knownShape().sizes(), want.sizes());
      if (!ours || fits || elements(want.sizes()) > MOST_ELEMENTS) {
        continue;
      }
      boolean shared = !present.isEmpty() && readers(draft, present) > 1;
      var name =
          present.isEmpty() || shared
              ? draft.names().take(op.name() + suffix(want.role()))
              : present;
      draft.initializers.put(name, make(want, name));
      op = Slots.filled(op, want.input(), name);
      draft.put(op);
      changed = true;
    }
    return changed;
  }

  private static long elements(long[] sizes) {
    double count = 1;
    for (long size : sizes) {
      count *= size;
    }
    return (long) Math.min(count, Long.MAX_VALUE);
  }

  private static long readers(Draft draft, String value) {
    return draft.ops.values().stream()
        .flatMap(op -> op.dependencies().stream())
        .filter(value::equals)
        .count();
  }

  /// Whether the constant was made here, which its name tells.
  static boolean isMade(Draft draft, String value) {
    return draft.initializers.containsKey(value) && isMade(value);
  }

  public static boolean isMade(String name) {
    int colon = name.lastIndexOf(':');
    return colon > 0 && SUFFIXES.stream().anyMatch(suffix -> name.startsWith(suffix, colon));
  }

  private static final List<String> SUFFIXES =
      Arrays.stream(Role.values()).map(Weights::suffix).toList();

  private static String suffix(Role role) {
    return ":" + role.name().toLowerCase(Locale.ROOT);
  }

  /// Whether ops of this type carry weights of their own.
  private static boolean isLayer(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.WEIGHTED);
  }

  private static List<Weight> wants(Op op, Shape data, Draft draft) {
    var operator = Operators.find(op);
    return operator == null || !operator.has(Trait.WEIGHTED)
        ? List.of()
        : operator.weights(drawn(op, data, constant(op, 1, draft)));
  }

  private static DrawnOp drawn(Op op, Shape data, @Nullable Constant weight) {
    return new DrawnOp(
        op,
        data,
        weight == null ? null : weight.type().knownShape(),
        !Slots.value(op, 2).isEmpty());
  }

  private static @Nullable Constant constant(Op op, int slot, Draft draft) {
    return draft.initializers.get(Slots.value(op, slot));
  }

  /// What [SetOutputChannels] can change, or null when the op has no such number.
  public static @Nullable Long outputChannels(Op op, Network network) {
    var weight = network.initializers().get(Slots.value(op, 1));
    var operator = Operators.find(op);
    return weight == null
            || operator == null
            || operator.channelAxis(op, weight.type().knownShape().rank()) < 0
        ? null
        : Long.valueOf(drawn(op, Shape.SCALAR, weight).channels(operator));
  }

  /// Weights for `channels` outputs instead of what the op has, with the same inputs; a bias
  /// follows.
  static void resize(Draft draft, Op op, long channels) {
    var weight =
        Objects.requireNonNull(constant(op, 1, draft), "A layer without weights has no channels");
    var sizes = weight.type().knownShape().sizes();
    var operator = Objects.requireNonNull(Operators.find(op), "Only a layer has channels");
    sizes[operator.channelAxis(op, sizes.length)] = channels / operator.channelsEach(op);
    long fanIn = Math.max(1, elements(sizes) / Math.max(1, channels));
    var next = replace(draft, op, new Weight(1, Role.WEIGHT, sizes, fanIn, 0));
    if (constant(next, 2, draft) != null) {
      replace(draft, next, new Weight(2, Role.BIAS, new long[] {channels}, 0, 0));
    }
  }

  private static Op replace(Draft draft, Op op, Weight want) {
    var old = Slots.value(op, want.input());
    var name =
        isMade(draft, old) && readers(draft, old) == 1
            ? old
            : draft.names().take(op.name() + suffix(want.role()));
    draft.initializers.put(name, make(want, name));
    var next = Slots.filled(op, want.input(), name);
    draft.put(next);
    if (!name.equals(old)) {
      draft.dropUnread(old);
    }
    return next;
  }

  /// He-initialised weights; the name is their seed.
  public static Constant random(String name, long fanIn, long... sizes) {
    return make(new Weight(1, Role.WEIGHT, sizes, fanIn, 0), name);
  }

  private static Constant make(Weight want, String name) {
    double spread = want.fanIn() > 0 ? Math.sqrt(6.0 / want.fanIn()) : 0;
    return new Constant(
        TensorType.of(DataType.FLOAT, want.sizes()),
        new ConstantSource.Uniform(name.hashCode(), want.fill(), spread));
  }
}
