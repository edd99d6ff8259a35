package dev.partitura.engine.backend.cpu;

/// How the values of convolutions lie.
enum ChannelLayout {
  CHANNELS_LAST,
  BLOCKED_8,
  BLOCKED_16;

  private static final int AVX_512 = 0x20;

  /// Planes of at most this many places count as small.
  private static final long SMALL_PLANE = 14 * 14;

  /// Rows as wide as the processor's vectors.
  static ChannelLayout rows() {
    return hasAvx512() ? BLOCKED_16 : BLOCKED_8;
  }

  /// The faster layout for a convolution that reads a value of these sizes. Measured inside
  /// ResNet-50 on AVX-512: rows won by 10 to 30 % on planes of 56 × 56 and 28 × 28, channels last
  /// by 5 to 25 % on 14 × 14 and 7 × 7. With AVX2 rows always won.
  static ChannelLayout fastest(long[] sizes) {
    long plane = 1;
    for (int axis = 2; axis < sizes.length; axis++) {
      plane *= sizes[axis];
    }
    return hasAvx512() && plane <= SMALL_PLANE ? CHANNELS_LAST : rows();
  }

  private static boolean hasAvx512() {
    return (OneDnn.call("dnnl_get_effective_cpu_isa") & AVX_512) != 0;
  }

  /// Channels in a row, or 0 where a row has all of them.
  int block() {
    return switch (this) {
      case CHANNELS_LAST -> 0;
      case BLOCKED_8 -> 8;
      case BLOCKED_16 -> 16;
    };
  }

  /// Whether so many channels fill their rows.
  boolean fills(long channels) {
    return block() == 0 || channels % block() == 0;
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
