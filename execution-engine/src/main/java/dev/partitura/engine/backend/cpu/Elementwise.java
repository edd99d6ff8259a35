package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import org.jspecify.annotations.Nullable;

/// Which elementwise operators oneDNN has, and with which parameters.
final class Elementwise {
  private Elementwise() {}

  /// The function of one operand that `op` computes, or null where oneDNN has none.
  static PostOp.@Nullable Eltwise unary(Compilation compilation, Op op) {
    var attributes = op.attributes();
    return switch (op.type()) {
      case "Relu" -> eltwise(Codes.RELU, 0, 0);
      case "LeakyRelu" -> eltwise(Codes.RELU, attributes.floatOr("alpha", 0.01f), 0);
      case "Elu" -> eltwise(Codes.ELU, attributes.floatOr("alpha", 1), 0);
      case "Sigmoid" -> eltwise(Codes.LOGISTIC, 0, 0);
      case "Tanh" -> eltwise(Codes.TANH, 0, 0);
      case "Exp" -> eltwise(Codes.EXP, 0, 0);
      case "Sqrt" -> eltwise(Codes.SQRT, 0, 0);
      case "Abs" -> eltwise(Codes.ABS, 0, 0);
      case "Neg" -> eltwise(Codes.LINEAR, -1, 0);
      case "Softplus" -> eltwise(Codes.SOFT_RELU, 1, 0);
      case "Mish" -> eltwise(Codes.MISH, 0, 0);
      case "HardSigmoid" ->
          eltwise(
              Codes.HARD_SIGMOID,
              attributes.floatOr("alpha", 0.2f),
              attributes.floatOr("beta", 0.5f));
      case "HardSwish" -> eltwise(Codes.HARD_SWISH, 1f / 6, 0.5f);
      case "Swish" -> eltwise(Codes.SWISH, attributes.floatOr("alpha", 1), 0);
      case "Gelu" ->
          eltwise(
              attributes.stringOr("approximate", "none").equals("tanh")
                  ? Codes.GELU_TANH
                  : Codes.GELU_ERF,
              0,
              0);
      case "Clip" -> clip(compilation, op);
      default -> null;
    };
  }

  private static PostOp.Eltwise eltwise(int algorithm, float alpha, float beta) {
    return new PostOp.Eltwise(algorithm, alpha, beta);
  }

  private static PostOp.@Nullable Eltwise clip(Compilation compilation, Op op) {
    if (compilation.context(op).opset() < 11) {
      return eltwise(
          Codes.CLIP,
          op.attributes().floatOr("min", -Float.MAX_VALUE),
          op.attributes().floatOr("max", Float.MAX_VALUE));
    }
    var low = bound(compilation, op, 1, -Float.MAX_VALUE);
    var high = bound(compilation, op, 2, Float.MAX_VALUE);
    return low == null || high == null || low > high ? null : eltwise(Codes.CLIP, low, high);
  }

  private static @Nullable Float bound(Compilation compilation, Op op, int index, float absent) {
    if (index >= op.inputs().size() || op.inputs().get(index).isEmpty()) {
      return absent;
    }
    return scalar(compilation, op.inputs().get(index));
  }

  /// The one float32 element of a constant, else null.
  static @Nullable Float scalar(Compilation compilation, String value) {
    var constant = compilation.constant(value);
    return constant == null || constant.dataType() != DataType.FLOAT || constant.elementCount() != 1
        ? null
        : constant.floatAt(0);
  }

  /// Number of the binary function of `op`, or 0 where oneDNN has none.
  static int binary(Op op) {
    return op.inputs().size() != 2
        ? 0
        : switch (op.type()) {
          case "Add", "Sum" -> Codes.ADD;
          case "Mul" -> Codes.MULTIPLY;
          case "Sub" -> Codes.SUBTRACT;
          case "Div" -> Codes.DIVIDE;
          case "Max" -> Codes.MAXIMUM;
          case "Min" -> Codes.MINIMUM;
          default -> 0;
        };
  }

  static boolean commutes(int binary) {
    return binary != Codes.SUBTRACT && binary != Codes.DIVIDE;
  }

  /// The function of one operand that `op` is when its other operand is the number `operand`, or
  /// null.
  static PostOp.@Nullable Eltwise withScalar(int binary, float operand) {
    return switch (binary) {
      case Codes.ADD -> eltwise(Codes.LINEAR, 1, operand);
      case Codes.SUBTRACT -> eltwise(Codes.LINEAR, 1, -operand);
      case Codes.MULTIPLY -> eltwise(Codes.LINEAR, operand, 0);
      case Codes.DIVIDE ->
          operand != 0 && Float.isFinite(1 / operand) && isPowerOfTwo(operand)
              ? eltwise(Codes.LINEAR, 1 / operand, 0)
              : null;
      default -> null;
    };
  }

  /// Only then is multiplying by the reciprocal the same as dividing, to the last bit.
  private static boolean isPowerOfTwo(float number) {
    return (Float.floatToRawIntBits(number) & 0x007f_ffff) == 0;
  }
}
