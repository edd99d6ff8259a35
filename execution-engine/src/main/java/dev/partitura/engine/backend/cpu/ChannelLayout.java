package dev.partitura.engine.backend.cpu;

/// How the values of convolutions lie. Chosen once for a program, so that reorders stand only at its borders.
enum ChannelLayout {
  CHANNELS_LAST,
  BLOCKED_8,
  BLOCKED_16;

  private static final int AVX_512 = 0x20;

  /// The fastest on this processor: with AVX-512 oneDNN's channels-last kernels were at least as fast as its blocked ones on every
  /// convolution of ResNet-50, MobileNetV2 and GoogLeNet; with AVX2 they were slower.
  static ChannelLayout preferred() {
    return (OneDnn.call("dnnl_get_effective_cpu_isa") & AVX_512) != 0 ? CHANNELS_LAST : BLOCKED_8;
  }

  /// The layout of a value `[N, C, …]` of three to five axes.
  Layout of(long... sizes) {
    return switch (this) {
      case CHANNELS_LAST -> Layout.channelsLast(sizes);
      case BLOCKED_8 -> Layout.blocked(8, sizes);
      case BLOCKED_16 -> Layout.blocked(16, sizes);
    };
  }
}
