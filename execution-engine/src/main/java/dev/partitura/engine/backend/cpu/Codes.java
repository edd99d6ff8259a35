package dev.partitura.engine.backend.cpu;

/// Numbers of oneDNN's C enumerations. Source: oneDNN 3.11, dnnl_types.h.
final class Codes {
  static final int FLOAT32 = 3;
  static final int FORMAT_ANY = 1;
  static final int FORWARD_TRAINING = 64;
  static final int FORWARD_INFERENCE = 96;

  static final int SOURCE = 1;
  static final int SOURCE_1 = 2;
  static final int DESTINATION = 17;
  static final int WEIGHTS = 33;
  static final int BIAS = 41;
  static final int MEAN = 49;
  static final int VARIANCE = 50;
  static final int SCALE = 51;
  static final int SHIFT = 52;
  static final int SCRATCHPAD = 80;
  static final int SOURCE_GRADIENT = 129;
  static final int DESTINATION_GRADIENT = 145;
  static final int WEIGHTS_GRADIENT = 161;
  static final int MULTIPLE_SOURCE = 1024;
  private static final int MULTIPLE_POST_OP = 32768;

  static final int QUERY_SOURCE = 129;
  static final int QUERY_WEIGHTS = 131;
  static final int QUERY_WEIGHTS_GRADIENT = 132;
  static final int QUERY_DESTINATION = 133;
  static final int QUERY_SCRATCHPAD = 136;

  static final int CONVOLUTION_DIRECT = 1;
  static final int DECONVOLUTION_DIRECT = 10;
  static final int POOLING_MAX = 0x1ff;
  static final int POOLING_AVERAGE_WITH_PADDING = 0x2ff;
  static final int POOLING_AVERAGE_WITHOUT_PADDING = 0x3ff;
  static final int SOFTMAX = 0x30000;
  static final int SOFTMAX_LOG = 0x30001;
  static final int LRN_ACROSS_CHANNELS = 0xaff;

  static final int NORMALIZATION_GLOBAL_STATISTICS = 1;
  static final int NORMALIZATION_SCALE = 2;
  static final int NORMALIZATION_SHIFT = 4;

  static final int RELU = 0x20;
  static final int TANH = 0x21;
  static final int ELU = 0x22;
  static final int SQUARE = 0x23;
  static final int ABS = 0x24;
  static final int SQRT = 0x25;
  static final int LINEAR = 0x26;
  static final int SOFT_RELU = 0x27;
  static final int HARD_SIGMOID = 0x28;
  static final int LOGISTIC = 0x29;
  static final int EXP = 0x2a;
  static final int GELU_TANH = 0x2b;
  static final int SWISH = 0x2c;
  static final int LOG = 0x2d;
  static final int CLIP = 0x2f;
  static final int POW = 0x30;
  static final int GELU_ERF = 0x31;
  static final int ROUND = 0x32;
  static final int MISH = 0x33;
  static final int HARD_SWISH = 0x34;

  static final int ADD = 0x1fff0;
  static final int MULTIPLY = 0x1fff1;
  static final int MAXIMUM = 0x1fff2;
  static final int MINIMUM = 0x1fff3;
  static final int DIVIDE = 0x1fff4;
  static final int SUBTRACT = 0x1fff5;

  static final int NEAREST = 0x2fff0;
  static final int BILINEAR = 0x2fff1;
  static final int REDUCE_MAX = 0x2fff2;
  static final int REDUCE_MIN = 0x2fff3;
  static final int REDUCE_SUM = 0x2fff4;
  static final int REDUCE_PRODUCT = 0x2fff5;
  static final int REDUCE_MEAN = 0x2fff6;

  private Codes() {}

  /// Argument of the second operand of the binary post-op at place `index`.
  static int postOpOperand(int index) {
    return MULTIPLE_POST_OP * (index + 1) | SOURCE_1;
  }
}
