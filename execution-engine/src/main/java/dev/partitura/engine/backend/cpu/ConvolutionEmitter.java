package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `Conv` of one to three spatial axes, grouped, depthwise, dilated, with constant weights.
final class ConvolutionEmitter implements Emitter {
  /// An input of so few channels is read as it comes; rows of channels would be mostly padding.
  private static final int FEW_CHANNELS = 4;

  @Override
  public boolean emit(Compilation compilation, Unit unit) {
    var op = unit.head();
    var source = compilation.floatSizes(op.inputs().get(0));
    var target = compilation.floatSizes(op.outputs().getFirst());
    var weights = compilation.constant(op.inputs().get(1));
    if (source == null
        || target == null
        || weights == null
        || source.length < 3
        || source.length > 5) {
      return false;
    }
    boolean biased = op.inputs().size() > 2 && !op.inputs().get(2).isEmpty();
    var bias = biased ? compilation.constant(op.inputs().get(2)) : null;
    if (biased && bias == null || weights.dataType() != DataType.FLOAT) {
      return false;
    }
    var window = window(op, weights, source, target);
    return window != null && emit(compilation, unit, source, target, weights, bias, window);
  }

  private static @Nullable Window window(Op op, Tensor weights, long[] source, long[] target) {
    var kernel = Arrays.copyOfRange(weights.shape().sizes(), 2, weights.shape().rank());
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
      Unit unit,
      long[] sourceSizes,
      long[] targetSizes,
      Tensor weights,
      @Nullable Tensor bias,
      Window window) {
    var weightSizes = grouped(weights.shape().sizes(), unit.head().attributes().intOr("group", 1));
    Primitive chosen = null;
    for (var channels :
        layouts(compilation.channelLayout(sourceSizes), weightSizes.length > sourceSizes.length)) {
      var source = reads(channels, sourceSizes);
      var target = channels == null ? Layout.plain(targetSizes) : channels.of(targetSizes);
      var candidate =
          primitive(compilation, unit, source, target, weightSizes, bias != null, window);
      if (candidate != null && (chosen == null || !candidate.isSlow())) {
        chosen = candidate;
      }
      if (chosen != null && !chosen.isSlow()) {
        break;
      }
    }
    if (chosen == null) {
      return false;
    }
    int result = PostOps.result(compilation, unit, chosen.postOps(), chosen.target());
    var fast =
        kernel(compilation, unit, chosen, chosen.descriptor(), chosen.postOps(), weights, bias);
    fast.output(Codes.DESTINATION, result, compilation.descriptors().of(chosen.target()));
    PrimitiveKernel exact = null;
    if (chosen.exact() != 0) {
      var postOps = FiniteGuard.keepingNaN(chosen.postOps());
      exact =
          kernel(compilation, unit, chosen, chosen.exact(), postOps, weights, bias)
              .output(Codes.DESTINATION, result, compilation.descriptors().of(chosen.target()))
              .build();
    }
    double gain = Magnitude.of(weights.data()) * weights.elementCount() / weights.shape().size(0);
    double shift = bias == null ? 0 : Magnitude.of(bias.data());
    FiniteGuard.step(
        compilation,
        unit,
        fast.build(),
        exact,
        chosen.postOps(),
        chosen.target(),
        magnitudes -> magnitudes[0] * gain + shift);
    return true;
  }

  private static PrimitiveKernel.Builder kernel(
      Compilation compilation,
      Unit unit,
      Primitive chosen,
      long descriptor,
      List<PostOp> postOps,
      Tensor weights,
      @Nullable Tensor bias) {
    var descriptors = compilation.descriptors();
    long packedWeights = chosen.packedWeights();
    var weightView = Layout.plain(chosen.weightSizes());
    var kernel =
        new PrimitiveKernel.Builder(descriptors, descriptor)
            .input(
                Codes.SOURCE,
                compilation.in(unit.head().inputs().getFirst(), chosen.source(), unit.stage()),
                descriptors.of(chosen.source()))
            .constant(
                Codes.WEIGHTS,
                compilation.packed().pack(weights, weightView, packedWeights, 1),
                packedWeights);
    if (bias != null) {
      kernel.constant(
          Codes.BIAS,
          compilation.packed().plain(bias),
          descriptors.of(Layout.plain(chosen.target().sizes()[1])));
    }
    PostOps.bind(compilation, unit, postOps, kernel);
    return kernel;
  }

  /// A convolution that oneDNN offers for a pair of layouts.
  ///
  /// @param exact the same without the post-op that loses NaN, 0 where there is none
  private record Primitive(
      long descriptor,
      long exact,
      Layout source,
      Layout target,
      long[] weightSizes,
      List<PostOp> postOps) {
    long packedWeights() {
      return OneDnn.queryDescriptor(descriptor, Codes.QUERY_WEIGHTS, 0);
    }

    /// Whether it is the plain loop that oneDNN falls back on, a hundred times slower than the
    /// others.
    boolean isSlow() {
      return OneDnn.implementation(descriptor).startsWith("ref");
    }
  }

  /// Layouts to try, the best first; null is the plain one. Groups that do not fill a row of the
  /// program's layout want another.
  private static List<@Nullable ChannelLayout> layouts(ChannelLayout preferred, boolean hasGroups) {
    var layouts = new ArrayList<@Nullable ChannelLayout>();
    layouts.add(preferred);
    if (hasGroups) {
      layouts.add(ChannelLayout.CHANNELS_LAST);
      layouts.add(null);
    }
    return layouts;
  }

  private static Layout reads(@Nullable ChannelLayout channels, long[] sizes) {
    if (channels == null || (channels != ChannelLayout.CHANNELS_LAST && sizes[1] < FEW_CHANNELS)) {
      return Layout.plain(sizes);
    }
    return channels.of(sizes);
  }

  private static @Nullable Primitive primitive(
      Compilation compilation,
      Unit unit,
      Layout source,
      Layout target,
      long[] weightSizes,
      boolean biased,
      Window window) {
    var separate = PostOps.of(compilation, unit, target);
    if (separate == null) {
      return null;
    }
    var postOps = PostOps.summedInPlace(compilation, unit, separate);
    var descriptors = compilation.descriptors();
    long any = descriptors.any(weightSizes);
    long created = descriptor(descriptors, source, any, biased, target, window, postOps);
    if (created == 0 || !FiniteGuard.isNeeded(postOps)) {
      return created == 0 ? null : new Primitive(created, 0, source, target, weightSizes, postOps);
    }
    long packed = OneDnn.queryDescriptor(created, Codes.QUERY_WEIGHTS, 0);
    var kept = FiniteGuard.keepingNaN(postOps);
    long exact = descriptor(descriptors, source, packed, biased, target, window, kept);
    return exact == 0 ? null : new Primitive(created, exact, source, target, weightSizes, postOps);
  }

  private static long descriptor(
      Descriptors descriptors,
      Layout source,
      long weights,
      boolean biased,
      Layout target,
      Window window,
      List<PostOp> postOps) {
    return descriptors.primitive(
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
        PostOp.attributes(descriptors, postOps));
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
