package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import java.util.Arrays;

/// `MaxPool`, `AveragePool` and their global forms over one to three spatial axes.
final class PoolingEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var source = compilation.values().floatSizes(op.inputs().getFirst());
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    boolean indices = op.outputs().size() > 1 && !op.outputs().get(1).isEmpty();
    if (source == null || target == null || indices || source.length < 3 || source.length > 5) {
      return false;
    }
    var input = Arrays.copyOfRange(source, 2, source.length);
    var output = Arrays.copyOfRange(target, 2, target.length);
    boolean global = op.type().startsWith("Global");
    var kernel = global ? input : op.attributes().intsOr("kernel_shape");
    if (kernel.length != input.length) {
      return false;
    }
    var window = Window.of(global ? op.withAttributes(Attributes.NONE) : op, kernel, input, output);
    int algorithm = window == null ? 0 : algorithm(op, window);
    return window != null
        && algorithm != 0
        && fused.tail().isEmpty()
        && window.everySeesAnElement(input, output)
        && emit(compilation, fused, source, target, window, algorithm);
  }

  /// The algorithm, or 0 where oneDNN's meaning is another.
  private static int algorithm(Op op, Window window) {
    if (op.type().endsWith("MaxPool")) {
      return Codes.POOLING_MAX;
    }
    boolean padded =
        Arrays.stream(window.padBegin()).anyMatch(pad -> pad > 0)
            || Arrays.stream(window.padEnd()).anyMatch(pad -> pad > 0);
    if (!padded) {
      return Codes.POOLING_AVERAGE_WITH_PADDING;
    }
    if (op.attributes().intOr("count_include_pad", 0) == 0) {
      return Codes.POOLING_AVERAGE_WITHOUT_PADDING;
    }
    // In ceil mode ONNX counts the stated padding but not what the last window reaches beyond it.
    return op.attributes().intOr("ceil_mode", 0) == 0 ? Codes.POOLING_AVERAGE_WITH_PADDING : 0;
  }

  private static boolean emit(
      Compilation compilation,
      FusedOps fused,
      long[] sourceSizes,
      long[] targetSizes,
      Window window,
      int algorithm) {
    var input = fused.head().inputs().getFirst();
    var home = compilation.homeLayout(input);
    var sourceLayout = home.like(sourceSizes);
    var targetLayout = sourceLayout.like(targetSizes);
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, _, attributes) ->
                    descriptors.primitive(
                        "dnnl_pooling_forward_primitive_desc_create",
                        OneDnn.ENGINE,
                        Codes.FORWARD_INFERENCE,
                        algorithm,
                        descriptors.of(sourceLayout),
                        descriptors.of(targetLayout),
                        window.strides(),
                        window.kernel(),
                        window.gaps(),
                        window.padBegin(),
                        window.padEnd(),
                        attributes))
            .input(
                Codes.SOURCE,
                input,
                compilation.in(input, sourceLayout, fused.kind()),
                sourceLayout)
            .output(Codes.DESTINATION, compilation.result(fused, targetLayout), targetLayout);
    if (algorithm == Codes.POOLING_MAX) {
      compilation.step(fused, keepingNaN(recipe), recipe.inputSlots(), recipe.outputSlots());
    } else {
      compilation.step(fused, recipe);
    }
    return true;
  }

  /// oneDNN passes NaN and negative infinity over.
  private static CpuRecipe keepingNaN(PrimitiveRecipe recipe) {
    return loading -> {
      var exact = recipe.detour().load(loading);
      var fast = recipe.primitive(loading);
      return fast == null
          ? exact
          : new FiniteGuard(fast, exact, magnitudes -> magnitudes[0], Double.POSITIVE_INFINITY);
    };
  }
}
