package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `Conv` of one to three spatial axes, grouped, depthwise, dilated, with constant weights.
final class ConvolutionEmitter implements Emitter {
  /// An input of so few channels is read as it comes; rows of channels would be mostly padding.
  private static final int FEW_CHANNELS = 4;

  @Override
  public boolean emit(Compilation compilation, FusedOps fused) {
    var op = fused.head();
    var source = compilation.values().floatSizes(op.inputs().get(0));
    var target = compilation.values().floatSizes(op.outputs().getFirst());
    var weights = compilation.values().constant(op.inputs().get(1));
    if (source == null
        || target == null
        || weights == null
        || source.length < 3
        || source.length > 5) {
      return false;
    }
    boolean biased = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var bias = biased ? compilation.values().constant(op.inputs().get(2)) : null;
    if (biased && bias == null || weights.type().dataType() != DataType.FLOAT) {
      return false;
    }
    var window = window(op, weights, source, target);
    return window != null && emit(compilation, fused, source, target, weights, bias, window);
  }

  private static @Nullable Window window(Op op, Constant weights, long[] source, long[] target) {
    var shape = weights.type().knownShape();
    var kernel = Arrays.copyOfRange(shape.sizes(), 2, shape.rank());
    return kernel.length != source.length - 2
        ? null
        : Window.of(
            op,
            kernel,
            Arrays.copyOfRange(source, 2, source.length),
            Arrays.copyOfRange(target, 2, target.length));
  }

  private static boolean emit(
      Compilation compilation,
      FusedOps fused,
      long[] sourceSizes,
      long[] targetSizes,
      Constant weights,
      @Nullable Constant bias,
      Window window) {
    var op = fused.head();
    var weightSizes =
        grouped(weights.type().knownShape().sizes(), op.attributes().intOr("group", 1));
    var channels = layout(compilation.channelLayout(sourceSizes), weightSizes, sourceSizes.length);
    var source = reads(channels, sourceSizes);
    var target = channels.of(targetSizes);
    var separate = PostOps.of(compilation, fused, target);
    if (separate == null) {
      return false;
    }
    var postOps = PostOps.summedInPlace(compilation, fused, separate);
    int result = PostOps.result(compilation, fused, postOps, target);
    var input = op.inputs().getFirst();
    var recipe =
        new PrimitiveRecipe.Builder(
                compilation, fused, creation(source, target, window, bias != null))
            .input(Codes.SOURCE, input, compilation.in(input, source, fused.kind()), source)
            .weights(new PrimitiveRecipe.Weights(weights, Layout.plain(weightSizes), 1, null));
    if (bias != null) {
      recipe.constant(Codes.BIAS, bias);
    }
    PostOps.bind(compilation, fused, postOps, recipe);
    FiniteGuard.step(
        compilation,
        fused,
        recipe.output(Codes.DESTINATION, result, target),
        target,
        () -> growth(weights.tensor(), bias));
    return true;
  }

  private static FiniteGuard.Growth growth(Tensor weights, @Nullable Constant bias) {
    double gain = Magnitude.of(weights.data()) * weights.elementCount() / weights.shape().size(0);
    double shift = bias == null ? 0 : Magnitude.of(bias.tensor().data());
    return magnitudes -> magnitudes[0] * gain + shift;
  }

  /// The layout that oneDNN has a fast kernel for. Rows of channels that are not filled, or that
  /// several groups share, are computed by a plain loop alone, a hundred times slower.
  private static ChannelLayout layout(ChannelLayout preferred, long[] weightSizes, int rank) {
    int first = weightSizes.length - rank;
    long results = weightSizes[first];
    long sources = weightSizes[first + 1];
    boolean hasGroups = first > 0;
    boolean depthwise =
        hasGroups && results == 1 && sources == 1 && preferred.fills(weightSizes[0]);
    boolean readsPlain = !hasGroups && sources < FEW_CHANNELS;
    boolean wholeRows = preferred.fills(results) && (preferred.fills(sources) || readsPlain);
    return depthwise || wholeRows ? preferred : ChannelLayout.CHANNELS_LAST;
  }

  private static Layout reads(ChannelLayout channels, long[] sizes) {
    return channels != ChannelLayout.CHANNELS_LAST && sizes[1] < FEW_CHANNELS
        ? Layout.plain(sizes)
        : channels.of(sizes);
  }

  private static PrimitiveRecipe.Creation creation(
      Layout source, Layout target, Window window, boolean biased) {
    return (descriptors, weights, attributes) ->
        descriptors.primitive(
            "dnnl_convolution_forward_primitive_desc_create",
            OneDnn.ENGINE,
            Codes.FORWARD_INFERENCE,
            Codes.CONVOLUTION_DIRECT,
            descriptors.of(source),
            weights,
            biased ? descriptors.of(Layout.plain(target.sizes()[1])) : 0,
            descriptors.of(target),
            window.strides(),
            window.gaps(),
            window.padBegin(),
            window.padEnd(),
            attributes);
  }

  /// `[G, M/G, C/G, …]` from ONNX's `[M, C/G, …]`.
  private static long[] grouped(long[] sizes, long groups) {
    if (groups == 1) {
      return sizes;
    }
    var grouped = new long[sizes.length + 1];
    grouped[0] = groups;
    grouped[1] = sizes[0] / groups;
    System.arraycopy(sizes, 1, grouped, 2, sizes.length - 1);
    return grouped;
  }
}
