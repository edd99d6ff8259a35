package dev.partitura.editor.edit;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives drawn layers the weights that fit what arrives at them, and fits them again when that
/// changes. Only weights made here are ever replaced: those that came with a file keep their
/// values, and what does not fit them is refused.
///
/// Values are uniform in ±√(6 / fan-in) after He et al. 2015, arXiv:1502.01852, from a generator
/// seeded by the name.
public final class Weights {
  /// Channels of a new convolution and units of a new dense layer.
  static final long DEFAULT_CHANNELS = 64;

  /// Most elements of one made tensor; a larger one is left out, for the network to say that it is
  /// missing.
  private static final long MOST_ELEMENTS = 1L << 28;

  private Weights() {}

  /// A constant that an op wants at one of its inputs.
  ///
  /// @param fanIn for a random tensor the number of products summed for one output, else 0
  /// @param fill value of every element when not random
  private record Want(int slot, String suffix, long[] sizes, long fanIn, float fill) {}

  /// Makes what is missing and remakes what no longer fits, from the inputs of the network on.
  static void fit(Draft draft) {
    for (int round = 0; round <= draft.ops.size(); round++) {
      if (draft.ops.values().stream().noneMatch(op -> isLayer(op.type()))) {
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
      var present = Slots.value(op, want.slot());
      boolean ours = present.isEmpty() || isMade(draft, present);
      var weight = draft.initializers.get(present);
      boolean fits =
          weight != null
              && java.util.Arrays.equals(weight.type().knownShape().sizes(), want.sizes());
      if (!ours || fits || elements(want.sizes()) > MOST_ELEMENTS) {
        continue;
      }
      boolean shared = !present.isEmpty() && readers(draft, present) > 1;
      var name =
          present.isEmpty() || shared ? draft.names().take(op.name() + want.suffix()) : present;
      draft.initializers.put(name, make(want, name));
      op = Slots.filled(op, want.slot(), name);
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
      List.of(":weight", ":bias", ":scale", ":mean", ":variance", ":slope");

  /// Whether ops of this type carry weights of their own.
  public static boolean isLayer(String type) {
    return switch (type) {
      case "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "LayerNormalization",
          "InstanceNormalization",
          "PRelu" ->
          true;
      default -> false;
    };
  }

  private static List<Want> wants(Op op, Shape data, Draft draft) {
    int rank = data.rank();
    return switch (op.type()) {
      case "Conv" ->
          rank < 3 || !data.isKnown(1)
              ? List.of()
              : convolution(op, data.size(1), rank - 2, draft, false);
      case "ConvTranspose" ->
          rank < 3 || !data.isKnown(1)
              ? List.of()
              : convolution(op, data.size(1), rank - 2, draft, true);
      case "Gemm" -> rank != 2 ? List.of() : dense(op, data, draft);
      case "MatMul" ->
          rank < 2 || !data.isKnown(-1) ? List.of() : List.of(matrix(op, data.size(-1), draft));
      case "BatchNormalization" ->
          rank < 2 || !data.isKnown(1)
              ? List.of()
              : List.of(
                  new Want(1, ":scale", new long[] {data.size(1)}, 0, 1),
                  new Want(2, ":bias", new long[] {data.size(1)}, 0, 0),
                  new Want(3, ":mean", new long[] {data.size(1)}, 0, 0),
                  new Want(4, ":variance", new long[] {data.size(1)}, 0, 1));
      case "InstanceNormalization" ->
          rank < 3 || !data.isKnown(1)
              ? List.of()
              : List.of(
                  new Want(1, ":scale", new long[] {data.size(1)}, 0, 1),
                  new Want(2, ":bias", new long[] {data.size(1)}, 0, 0));
      case "LayerNormalization" -> layerNormalization(op, data);
      case "PRelu" ->
          rank < 2 || !data.isKnown(1)
              ? List.of()
              : List.of(new Want(1, ":slope", slope(data), 0, 0.25f));
      default -> List.of();
    };
  }

  private static long[] slope(Shape data) {
    var sizes = new long[data.rank() - 1];
    java.util.Arrays.fill(sizes, 1);
    sizes[0] = data.size(1);
    return sizes;
  }

  private static List<Want> layerNormalization(Op op, Shape data) {
    long axis = op.attributes().intOr("axis", -1);
    int first = (int) (axis < 0 ? axis + data.rank() : axis);
    if (first < 0 || first >= data.rank()) {
      return List.of();
    }
    var sizes = java.util.Arrays.copyOfRange(data.sizes(), first, data.rank());
    for (long size : sizes) {
      if (size < 0) {
        return List.of();
      }
    }
    return List.of(new Want(1, ":scale", sizes, 0, 1), new Want(2, ":bias", sizes, 0, 0));
  }

  private static List<Want> convolution(
      Op op, long channels, int spatial, Draft draft, boolean transposed) {
    long group = Math.max(1, op.attributes().intOr("group", 1));
    if (channels % group != 0) {
      return List.of();
    }
    var old = constant(op, 1, draft);
    long outputs = outputChannels(op, old);
    if (outputs % group != 0) {
      outputs = Math.max(group, outputs / group * group);
    }
    var sizes = new long[spatial + 2];
    sizes[0] = transposed ? channels : outputs;
    sizes[1] = transposed ? outputs / group : channels / group;
    var kernel = op.attributes().ints("kernel_shape");
    long window = 1;
    for (int i = 0; i < spatial; i++) {
      sizes[i + 2] =
          kernel != null && i < kernel.length
              ? kernel[i]
              : old != null && old.type().knownShape().rank() == spatial + 2
                  ? old.type().knownShape().size(i + 2)
                  : 3;
      window *= sizes[i + 2];
    }
    var wants = new ArrayList<Want>();
    wants.add(new Want(1, ":weight", sizes, channels / group * window, 0));
    if (!Slots.value(op, 2).isEmpty() || old == null) {
      wants.add(new Want(2, ":bias", new long[] {outputs}, 0, 0));
    }
    return wants;
  }

  private static List<Want> dense(Op op, Shape data, Draft draft) {
    boolean transposedData = op.attributes().intOr("transA", 0) != 0;
    long features = data.size(transposedData ? 0 : 1);
    if (features < 0) {
      return List.of();
    }
    var old = constant(op, 1, draft);
    long units = outputChannels(op, old);
    boolean transposed = op.attributes().intOr("transB", 0) != 0;
    var sizes = transposed ? new long[] {units, features} : new long[] {features, units};
    var wants = new ArrayList<Want>();
    wants.add(new Want(1, ":weight", sizes, features, 0));
    if (!Slots.value(op, 2).isEmpty() || old == null) {
      wants.add(new Want(2, ":bias", new long[] {units}, 0, 0));
    }
    return wants;
  }

  private static Want matrix(Op op, long features, Draft draft) {
    return new Want(
        1,
        ":weight",
        new long[] {features, outputChannels(op, constant(op, 1, draft))},
        features,
        0);
  }

  private static @Nullable Constant constant(Op op, int slot, Draft draft) {
    return draft.initializers.get(Slots.value(op, slot));
  }

  /// Output channels or units of a layer with these weights; the default for one that has none yet.
  static long outputChannels(Op op, @Nullable Constant weight) {
    if (weight == null || weight.type().knownShape().rank() < 2) {
      return DEFAULT_CHANNELS;
    }
    return switch (op.type()) {
      case "ConvTranspose" ->
          weight.type().knownShape().size(1) * Math.max(1, op.attributes().intOr("group", 1));
      case "Gemm" ->
          weight.type().knownShape().size(op.attributes().intOr("transB", 0) != 0 ? 0 : 1);
      case "MatMul" -> weight.type().knownShape().size(-1);
      default -> weight.type().knownShape().size(0);
    };
  }

  /// What [SetOutputChannels] can change, or null when the op has no such number.
  public static @Nullable Long outputChannels(Op op, dev.partitura.engine.network.Network network) {
    var weight = network.initializers().get(Slots.value(op, 1));
    return switch (op.type()) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" ->
          weight == null ? null : Long.valueOf(outputChannels(op, weight));
      default -> null;
    };
  }

  /// Weights for `channels` outputs instead of what the op has, with the same inputs; a bias
  /// follows.
  static void resize(Draft draft, Op op, long channels) {
    var weight =
        Objects.requireNonNull(constant(op, 1, draft), "A layer without weights has no channels");
    var sizes = weight.type().knownShape().sizes();
    long group = Math.max(1, op.attributes().intOr("group", 1));
    switch (op.type()) {
      case "ConvTranspose" -> sizes[1] = channels / group;
      case "Gemm" -> sizes[op.attributes().intOr("transB", 0) != 0 ? 0 : 1] = channels;
      case "MatMul" -> sizes[sizes.length - 1] = channels;
      default -> sizes[0] = channels;
    }
    long fanIn = Math.max(1, elements(sizes) / Math.max(1, channels));
    var next = replace(draft, op, new Want(1, ":weight", sizes, fanIn, 0));
    if (constant(next, 2, draft) != null) {
      replace(draft, next, new Want(2, ":bias", new long[] {channels}, 0, 0));
    }
  }

  private static Op replace(Draft draft, Op op, Want want) {
    var old = Slots.value(op, want.slot());
    var name =
        isMade(draft, old) && readers(draft, old) == 1
            ? old
            : draft.names().take(op.name() + want.suffix());
    draft.initializers.put(name, make(want, name));
    var next = Slots.filled(op, want.slot(), name);
    draft.put(next);
    if (!name.equals(old)) {
      draft.dropUnread(old);
    }
    return next;
  }

  /// He-initialised weights; the name is their seed.
  public static Constant random(String name, long fanIn, long... sizes) {
    return make(new Want(1, "", sizes, fanIn, 0), name);
  }

  private static Constant make(Want want, String name) {
    double spread = want.fanIn() > 0 ? Math.sqrt(6.0 / want.fanIn()) : 0;
    return new Constant(
        TensorType.of(DataType.FLOAT, want.sizes()),
        new ConstantSource.Uniform(name.hashCode(), want.fill(), spread));
  }

  /// The small integer constants that an op of this type needs before it makes sense, by input.
  static Map<Integer, long[]> neededConstants(String type) {
    var constants = new LinkedHashMap<Integer, long[]>();
    switch (type) {
      case "Reshape" -> constants.put(1, new long[] {0, -1});
      case "Unsqueeze" -> constants.put(1, new long[] {0});
      case "Tile", "Expand" -> constants.put(1, new long[] {1, 1, 1, 1});
      case "Pad" -> constants.put(1, new long[] {0, 0, 1, 1, 0, 0, 1, 1});
      case "TopK" -> constants.put(1, new long[] {1});
      case "Slice" -> {
        constants.put(1, new long[] {0});
        constants.put(2, new long[] {1});
        constants.put(3, new long[] {0});
      }
      default -> {}
    }
    return constants;
  }
}
