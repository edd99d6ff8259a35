package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import org.jspecify.annotations.Nullable;

/// `Conv` of one to three spatial axes, grouped, depthwise, dilated, and `ConvTranspose`, which is
/// one turned round. Constant weights are packed; weights that change are copied into the layout
/// that the library picks each time.
final class ConvolutionEmitter implements Emitter {
  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var read = compilation.values().floatSizes(op.inputs().get(0));
    var weights = compilation.values().floatSizes(op.inputs().get(1));
    var made = compilation.values().floatSizes(op.outputs().getFirst());
    if (read == null || weights == null || made == null) {
      return false;
    }
    boolean turned = op.type().equals("ConvTranspose");
    // What the library fuses with one that is turned round it computes element by element.
    if (turned
        && (!fused.tail().isEmpty()
            || op.attributes().has("output_shape")
            || op.attributes().has("auto_pad"))) {
      return false;
    }
    var convolution =
        turned
            ? Convolution.of(compilation, op, made, read, weights)
            : Convolution.of(compilation, op, read, made, weights);
    return convolution != null && emit(compilation, fused, convolution, turned);
  }

  private static boolean emit(
      Compilation compilation, FusedOps fused, Convolution convolution, boolean turned) {
    var op = fused.head();
    var source = turned ? convolution.target() : convolution.source();
    var target = turned ? convolution.source() : convolution.target();
    boolean biased = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    if (biased && compilation.values().floatSizes(op.inputs().get(2)) == null) {
      return false;
    }
    var separate = PostOps.of(compilation, fused, target);
    if (separate == null) {
      return false;
    }
    var postOps = PostOps.summedInPlace(compilation, fused, separate);
    int result = PostOps.result(compilation, fused, postOps, target);
    var input = op.inputs().getFirst();
    var view = turned ? convolution.turnedView() : convolution.weightView();
    var weights = fixed(compilation, op, 1);
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation,
                fused,
                (descriptors, packed, attributes) -> {
                  long of = weights == null ? descriptors.any(view.sizes()) : packed;
                  return turned
                      ? convolution.turned(descriptors, of, biased, attributes)
                      : convolution.forward(
                          descriptors, Codes.FORWARD_INFERENCE, of, biased, attributes);
                })
            .input(Codes.SOURCE, input, compilation.in(input, source, fused.kind()), source);
    int weightPlace = -1;
    if (weights != null) {
      recipe.weights(new PrimitiveRecipe.Weights(weights, view, 1, null));
    } else {
      var value = op.inputs().get(1);
      int slot = compilation.plain(value, fused.kind());
      weightPlace = recipe.viewed(Codes.WEIGHTS, value, slot, view, Codes.QUERY_WEIGHTS);
    }
    int biasPlace = biased ? bias(compilation, fused, recipe) : -1;
    PostOps.bind(compilation, fused, postOps, recipe);
    var bias = biased ? fixed(compilation, op, 2) : null;
    var growth = new Growth(weights, weightPlace, bias, biasPlace, taps(convolution, turned));
    FiniteGuard.step(
        compilation, fused, recipe.output(Codes.DESTINATION, result, target), target, growth);
    return true;
  }

  /// Elements that meet in one of the result, at most.
  private static long taps(Convolution convolution, boolean turned) {
    long results =
        convolution.weights()[convolution.weights().length - convolution.source().rank()];
    long sources =
        convolution.weights()[convolution.weights().length - convolution.source().rank() + 1];
    return turned ? convolution.taps() / sources * results : convolution.taps();
  }

  private static @Nullable Constant fixed(Compilation compilation, Op op, int input) {
    var constant = compilation.values().constant(op.inputs().get(input));
    return constant != null && constant.type().dataType() == DataType.FLOAT ? constant : null;
  }

  /// @return its place among the inputs; -1 where it is constant
  private static int bias(Compilation compilation, FusedOps fused, PrimitiveRecipe.Builder recipe) {
    var value = fused.head().inputs().get(2);
    var constant = fixed(compilation, fused.head(), 2);
    if (constant != null) {
      recipe.constant(Codes.BIAS, constant);
      return -1;
    }
    int slot = compilation.plain(value, fused.kind());
    var view = Layout.plain(compilation.homeLayout(value).sizes());
    return recipe.viewed(Codes.BIAS, value, slot, view, PrimitiveRecipe.AS_IT_LIES);
  }

  /// Bound of the result: the largest weight times the largest input for each tap, and the bias.
  ///
  /// @param weights null where they change and lie at `weightPlace` of the inputs; likewise `bias`
  private record Growth(
      @Nullable Constant weights,
      int weightPlace,
      @Nullable Constant bias,
      int biasPlace,
      long taps)
      implements FiniteGuard.Bounds {
    @Override
    public FiniteGuard.Growth read() {
      double largest = weights == null ? 0 : Magnitude.of(weights.tensor().data());
      double shift = bias == null ? 0 : Magnitude.of(bias.tensor().data());
      return magnitudes ->
          magnitudes[0] * taps * (weights == null ? magnitudes[weightPlace] : largest)
              + (biasPlace < 0 ? shift : magnitudes[biasPlace]);
    }
  }
}
