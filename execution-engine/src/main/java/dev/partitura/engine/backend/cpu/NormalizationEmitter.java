package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// `BatchNormalization` at inference and `LayerNormalization`, with constant scale and shift, and
/// `LRN`.
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

  private static boolean batch(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var numbers = constants(compilation, fused, 1, 5);
    if (numbers.size() != 4
        || op.attributes().intOr("training_mode", 0) != 0
        || op.attributes().intOr("spatial", 1) == 0) {
      return false;
    }
    var home = compilation.homeLayout(op.inputs().getFirst());
    var layout = home.block() > 0 || home.isDense() ? home : Layout.plain(home.sizes());
    var postOps = PostOps.of(compilation, fused, layout);
    if (postOps == null) {
      return false;
    }
    float epsilon = op.attributes().floatOr("epsilon", 1e-5f);
    var input = op.inputs().getFirst();
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
            .constant(Codes.SCALE, numbers.get(0))
            .constant(Codes.SHIFT, numbers.get(1))
            .constant(Codes.MEAN, numbers.get(2))
            .constant(Codes.VARIANCE, numbers.get(3));
    PostOps.bind(compilation, fused, postOps, recipe);
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, layout),
        layout,
        () -> growth(numbers.stream().map(Constant::tensor).toList(), epsilon));
    return true;
  }

  /// Bound of `(x - mean) · scale / √(variance + ε) + shift`.
  private static FiniteGuard.Growth growth(List<Tensor> numbers, float epsilon) {
    double gain = 0;
    for (long c = 0; c < numbers.getFirst().elementCount(); c++) {
      double root = Math.sqrt((double) numbers.get(3).floatAt(c) + epsilon);
      gain = Math.max(gain, Math.abs(numbers.getFirst().floatAt(c)) / root);
    }
    double shift = Magnitude.of(numbers.get(1).data());
    double mean = Magnitude.of(numbers.get(2).data());
    double factor = gain;
    return magnitudes -> (magnitudes[0] + mean) * Math.max(1, factor) + shift;
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
    float epsilon = op.attributes().floatOr("epsilon", 1e-5f);
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
