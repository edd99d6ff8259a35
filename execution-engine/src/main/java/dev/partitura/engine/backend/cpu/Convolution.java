package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A convolution as oneDNN knows it: forward, or the one that a gradient turns round.
///
/// @param source layout of what the window slides over, `[N, C, …]`
/// @param target layout of what it makes, `[N, M, …]`
/// @param weights their sizes, `[M, C, …]` or, in groups, `[G, M/G, C/G, …]`
record Convolution(Layout source, Layout target, long[] weights, Window window) {
  /// An input of so few channels is read as it comes; rows of channels would be mostly padding.
  private static final int FEW_CHANNELS = 4;

  /// @param op has the attributes of the window
  /// @param source sizes of `[N, C, …]`, one to three spatial axes
  /// @param target sizes of `[N, M, …]`
  /// @param weights sizes of `[M, C/G, …]`
  /// @return null where they do not fit
  static @Nullable Convolution of(
      Compilation compilation, Op op, long[] source, long[] target, long[] weights) {
    if (source.length < 3 || source.length > 5 || weights.length != source.length) {
      return null;
    }
    var window =
        Window.of(
            op,
            Arrays.copyOfRange(weights, 2, weights.length),
            Arrays.copyOfRange(source, 2, source.length),
            Arrays.copyOfRange(target, 2, target.length));
    if (window == null) {
      return null;
    }
    var grouped = grouped(weights, Operators.intOf(op, "group"));
    var channels = layout(compilation.channelLayout(source), grouped, source.length);
    return new Convolution(reads(channels, source), channels.of(target), grouped, window);
  }

  /// The layout that oneDNN has a fast kernel for. Rows of channels that are not filled, or that
  /// several groups share, are computed by a plain loop alone, a hundred times slower.
  private static ChannelLayout layout(ChannelLayout preferred, long[] weights, int rank) {
    int first = weights.length - rank;
    long results = weights[first];
    long sources = weights[first + 1];
    boolean hasGroups = first > 0;
    boolean depthwise = hasGroups && results == 1 && sources == 1 && preferred.fills(weights[0]);
    boolean readsPlain = !hasGroups && sources < FEW_CHANNELS;
    boolean wholeRows = preferred.fills(results) && (preferred.fills(sources) || readsPlain);
    return depthwise || wholeRows ? preferred : ChannelLayout.CHANNELS_LAST;
  }

  private static Layout reads(ChannelLayout channels, long[] sizes) {
    return channels != ChannelLayout.CHANNELS_LAST && sizes[1] < FEW_CHANNELS
        ? Layout.plain(sizes)
        : channels.of(sizes);
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

  /// How the axes of the weights lie in ONNX's `[M, C/G, …]`.
  Layout weightView() {
    return Layout.plain(weights);
  }

  /// How the axes of the turned convolution's weights, source and target swapped, lie in the same.
  Layout turnedView() {
    int first = weights.length - source.rank();
    var order = new long[weights.length];
    Arrays.setAll(order, axis -> axis);
    order[first] = first + 1L;
    order[first + 1] = first;
    return Objects.requireNonNull(weightView().transposed(order));
  }

  /// Elements of the source that meet in one of the target.
  long taps() {
    int first = weights.length - source.rank();
    return Arrays.stream(weights).skip(first + 1L).reduce(1, (x, y) -> x * y);
  }

  /// The descriptor of the primitive, or 0 where the library has none.
  ///
  /// @param kind of propagation
  /// @param of descriptor of the weights
  long forward(Descriptors descriptors, int kind, long of, boolean biased, long attributes) {
    return descriptors.primitive(
        "dnnl_convolution_forward_primitive_desc_create",
        OneDnn.ENGINE,
        kind,
        Codes.CONVOLUTION_DIRECT,
        descriptors.ofChannels(source),
        of,
        biased ? descriptors.of(Layout.plain(target.sizes()[1])) : 0,
        descriptors.ofChannels(target),
        window.strides(),
        window.gaps(),
        window.padBegin(),
        window.padEnd(),
        attributes);
  }

  /// That of the convolution turned round: from what this one makes to what it slides over.
  long turned(Descriptors descriptors, long of, boolean biased, long attributes) {
    return descriptors.primitive(
        "dnnl_deconvolution_forward_primitive_desc_create",
        OneDnn.ENGINE,
        Codes.FORWARD_INFERENCE,
        Codes.DECONVOLUTION_DIRECT,
        descriptors.ofChannels(target),
        of,
        biased ? descriptors.of(Layout.plain(source.sizes()[1])) : 0,
        descriptors.ofChannels(source),
        window.strides(),
        window.gaps(),
        window.padBegin(),
        window.padEnd(),
        attributes);
  }

  /// That of the gradient of the weights, whose layout it picks.
  long weightGradient(Descriptors descriptors, long attributes) {
    long any = descriptors.any(weights);
    long plain = PostOp.attributes(descriptors, List.of());
    long forward = forward(descriptors, Codes.FORWARD_TRAINING, any, false, plain);
    return forward == 0
        ? 0
        : descriptors.primitive(
            "dnnl_convolution_backward_weights_primitive_desc_create",
            OneDnn.ENGINE,
            Codes.CONVOLUTION_DIRECT,
            descriptors.ofChannels(source),
            any,
            0L,
            descriptors.ofChannels(target),
            window.strides(),
            window.gaps(),
            window.padBegin(),
            window.padEnd(),
            forward,
            attributes);
  }
}
