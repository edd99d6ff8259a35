package dev.partitura.ui.theme;

import java.util.Locale;

/// The few kinds by which ops are coloured; every ONNX operator falls into one.
public enum OpKind {
  /// Convolutions, matrix products and attention: where the arithmetic is.
  LAYER,
  ACTIVATION,
  NORMALIZATION,
  POOLING,
  /// Sums, products and other element-wise arithmetic.
  ARITHMETIC,
  /// Reshape, transpose, concat and what else only moves data.
  SHAPE,
  REDUCTION,
  OTHER;

  /// The kind of an ONNX operator by its type name.
  public static OpKind of(String operator) {
    return switch (operator) {
      case "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "Gemm", "MatMul", "MatMulInteger", "QLinearMatMul", "Einsum",
          "Attention", "LSTM", "GRU", "RNN" -> LAYER;
      case "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softmax",
          "LogSoftmax", "Softplus", "Softsign", "Mish", "Erf", "Clip", "ThresholdedRelu", "Dropout" -> ACTIVATION;
      case "BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization", "LRN",
          "LpNormalization", "MeanVarianceNormalization" -> NORMALIZATION;
      case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "LpPool", "GlobalLpPool", "MaxUnpool" -> POOLING;
      case "Add", "Sub", "Mul", "Div", "Pow", "Sqrt", "Exp", "Log", "Neg", "Abs", "Sum", "Mean", "Max", "Min", "Reciprocal", "Floor",
          "Ceil", "Round", "Sign", "Mod", "Sin", "Cos", "Tan", "And", "Or", "Not", "Xor", "Equal", "Greater", "Less", "Where" ->
          ARITHMETIC;
      case "Reshape", "Flatten", "Transpose", "Concat", "Split", "Slice", "Squeeze", "Unsqueeze", "Gather", "GatherND", "Scatter",
          "ScatterND", "ScatterElements", "GatherElements", "Expand", "Tile", "Pad", "Shape", "Size", "Identity", "Cast", "Resize",
          "Upsample", "DepthToSpace", "SpaceToDepth", "Constant", "ConstantOfShape", "Range" ->
          SHAPE;
      case "ArgMax", "ArgMin", "TopK", "CumSum" -> REDUCTION;
      default -> operator.startsWith("Reduce") ? REDUCTION : OTHER;
    };
  }

  /// The name in style sheets: `-p-op-layer`.
  public String styleName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
