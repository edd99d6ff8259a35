package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `BatchNormalization` with constant statistics, `LayerNormalization` with constant scale and
/// shift, and `LRN`.
final class NormalizationEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var sizes = compilation.values().floatSizes(op.inputs().getFirst());
    boolean oneResult = op.outputs().stream().filter(output -> !output.isEmpty()).count() == 1;
    if (sizes == null || !oneResult || sizes.length < 2 || sizes.length > 5) {
      return false;
    }
    return switch (op.type()) {
      case "BatchNormalization" -> batch(compilation, fused);
      case "LayerNormalization" -> layer(compilation, fused, sizes);
      case "LRN" -> local(compilation, fused);
      default -> false;
    };
  }

  private static boolean scalesChannels(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.SCALES_CHANNELS, op.attributes());
  }

  private static boolean batch(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var input = op.inputs().getFirst();
    var channels = Layout.plain(compilation.homeLayout(input).sizes()[1]);
    var statistics = constants(compilation, fused, 3, 5);
    if (statistics.size() != 2
        || !isVector(compilation, op.inputs().get(1), channels)
        || !isVector(compilation, op.inputs().get(2), channels)
        || !scalesChannels(op)) {
      return false;
    }
    var home = compilation.homeLayout(input);
    var layout = home.block() > 0 || home.isDense() ? home : Layout.plain(home.sizes());
    var postOps = PostOps.of(compilation, fused, layout);
    if (postOps == null) {
      return false;
    }
    float epsilon = Operators.floatOf(op, "epsilon");
    int source = compilation.in(input, layout, fused.kind());
    int result = compilation.result(fused, layout);
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    descriptors.primitive(
                        "dnnl_batch_normalization_forward_primitive_desc_create",
                        OneDnn.ENGINE,
                        Codes.FORWARD_INFERENCE,
                        descriptors.of(layout),
                        descriptors.of(layout),
                        epsilon,
                        Codes.NORMALIZATION_GLOBAL_STATISTICS
                            | Codes.NORMALIZATION_SCALE
                            | Codes.NORMALIZATION_SHIFT,
                        attributes))
            .input(Codes.SOURCE, input, source, layout)
            .constant(Codes.MEAN, statistics.getFirst())
            .constant(Codes.VARIANCE, statistics.getLast());
    var scale = vector(compilation, fused, 1, Codes.SCALE, channels, recipe);
    var shift = vector(compilation, fused, 2, Codes.SHIFT, channels, recipe);
    PostOps.bind(compilation, fused, postOps, recipe);
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, layout),
        layout,
        () -> growth(scale.read(), shift.read(), statistics, epsilon));
    return true;
  }

  private static boolean isVector(Compilation compilation, String value, Layout channels) {
    var constant = compilation.values().constant(value);
    return constant != null
        ? constant.type().dataType() == DataType.FLOAT
        : Arrays.equals(compilation.values().floatSizes(value), channels.sizes());
  }

  /// A number for each channel, known or not.
  ///
  /// @return bound of the numbers, of which those of a constant are looked at when it is read
  private static FiniteGuard.Bounds vector(
      Compilation compilation,
      FusedOps fused,
      int input,
      int number,
      Layout channels,
      PrimitiveRecipe.Builder recipe) {
    var value = fused.head().inputs().get(input);
    var constant = compilation.values().constant(value);
    if (constant == null) {
      int slot = compilation.plain(value, fused.kind());
      int place = recipe.viewed(number, value, slot, channels, PrimitiveRecipe.AS_IT_LIES);
      return () -> magnitudes -> magnitudes[place];
    }
    recipe.constant(number, constant);
    return () -> {
      double magnitude = Magnitude.of(constant.tensor().data());
      return _ -> magnitude;
    };
  }

  /// Bound of `(x - mean) · scale / √(variance + ε) + shift`.
  private static FiniteGuard.Growth growth(
      FiniteGuard.Growth scale,
      FiniteGuard.Growth shift,
      List<Constant> statistics,
      float epsilon) {
    double mean = Magnitude.of(statistics.getFirst().tensor().data());
    var variances = statistics.getLast().tensor();
    double steepest = 0;
    for (long c = 0; c < variances.elementCount(); c++) {
      steepest = Math.max(steepest, 1 / Math.sqrt((double) variances.floatAt(c) + epsilon));
    }
    double gain = steepest;
    return magnitudes ->
        (magnitudes[0] + mean) * Math.max(1, gain * scale.of(magnitudes)) + shift.of(magnitudes);
  }

  private static boolean layer(Compilation compilation, FusedOps fused, long[] sizes) {
    var op = fused.head();
    int axis = (int) op.attributes().intOr("axis", -1);
    axis = axis < 0 ? axis + sizes.length : axis;
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < sizes.length; i++) {
      outer *= i < axis ? sizes[i] : 1;
      inner *= i < axis ? 1 : sizes[i];
    }
    if (!fused.tail().isEmpty()) {
      return false;
    }
    boolean shifted = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var numbers = constants(compilation, fused, 1, shifted ? 3 : 2);
    long width = inner;
    if (numbers.size() != (shifted ? 2 : 1)
        || numbers.stream()
            .anyMatch(constant -> constant.type().knownShape().elementCount() != width)) {
      return false;
    }
    var layout = Layout.plain(outer, inner);
    var input = op.inputs().getFirst();
    float epsilon = Operators.floatOf(op, "epsilon");
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    descriptors.primitive(
                        "dnnl_layer_normalization_forward_primitive_desc_create",
                        OneDnn.ENGINE,
                        Codes.FORWARD_INFERENCE,
                        descriptors.of(layout),
                        descriptors.of(layout),
                        0L,
                        epsilon,
                        Codes.NORMALIZATION_SCALE | (shifted ? Codes.NORMALIZATION_SHIFT : 0),
                        attributes))
            .input(Codes.SOURCE, input, compilation.plain(input, fused.kind()), layout)
            .constant(Codes.SCALE, numbers.getFirst());
    if (shifted) {
      recipe.constant(Codes.SHIFT, numbers.getLast());
    }
    int result = compilation.result(fused, Layout.plain(sizes));
    compilation.step(fused, recipe.output(Codes.DESTINATION, result, layout));
    return true;
  }

  private static boolean local(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var attributes = op.attributes();
    var home = compilation.homeLayout(op.inputs().getFirst());
    long size = attributes.intOr("size", 1);
    if (!fused.tail().isEmpty() || home.rank() != 4 || size % 2 == 0) {
      return false;
    }
    var layout = home.like(home.sizes());
    var input = op.inputs().getFirst();
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, after) ->
                    descriptors.primitive(
                        "dnnl_lrn_forward_primitive_desc_create",
                        OneDnn.ENGINE,
                        Codes.FORWARD_INFERENCE,
                        Codes.LRN_ACROSS_CHANNELS,
                        descriptors.of(layout),
                        descriptors.of(layout),
                        size,
                        attributes.floatOr("alpha", 1e-4f),
                        attributes.floatOr("beta", 0.75f),
                        attributes.floatOr("bias", 1),
                        after))
            .input(Codes.SOURCE, input, compilation.in(input, layout, fused.kind()), layout)
            .output(Codes.DESTINATION, compilation.result(fused, layout), layout);
    compilation.step(fused, recipe);
    return true;
  }

  /// The constant float32 inputs from `from` to before `to`; fewer when one is not constant.
  private static List<Constant> constants(
      Compilation compilation, FusedOps fused, int from, int to) {
    var found = new ArrayList<Constant>();
    for (var input :
        fused
            .head()
            .inputs()
            .subList(
                Math.min(from, fused.head().inputs().size()),
                Math.min(to, fused.head().inputs().size()))) {
      var constant = compilation.values().constant(input);
      if (constant != null && constant.type().dataType() == DataType.FLOAT) {
        found.add(constant);
      }
    }
    return found;
  }
}
