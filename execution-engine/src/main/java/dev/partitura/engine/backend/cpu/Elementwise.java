package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.RoundToBfloat16;
import dev.partitura.engine.tensor.DataType;
import org.jspecify.annotations.Nullable;

/// Which elementwise operators the CPU has kernels for, oneDNN's and our own.
final class Elementwise {
  private Elementwise() {}

  /// The function of one operand that `op` computes, by our own kernels; null for any other op.
  static @Nullable BlockFunction function(Compilation compilation, Op op) {
    var attributes = op.attributes();
    return switch (op.type()) {
      case "Relu" -> BlockFunctions.relu();
      case "LeakyRelu" -> BlockFunctions.leakyRelu(Operators.floatOf(op, "alpha"));
      case "Elu" -> BlockFunctions.elu(Operators.floatOf(op, "alpha"));
      case "Sigmoid" -> BlockFunctions.sigmoid();
      case "Tanh" -> BlockFunctions.tanh();
      case "Exp" -> BlockFunctions.exp();
      case "Erf" -> BlockFunctions.erf();
      case "Sqrt" -> BlockFunctions.squareRoot();
      case "Abs" -> BlockFunctions.abs();
      case "Neg" -> BlockFunctions.negative();
      case RoundToBfloat16.TYPE -> BlockFunctions.roundToBfloat16();
      case "Sign" -> BlockFunctions.sign();
      case "Softplus" -> BlockFunctions.softplus();
      case "Mish" -> BlockFunctions.mish();
      case "HardSigmoid" ->
          BlockFunctions.hardSigmoid(Operators.floatOf(op, "alpha"), Operators.floatOf(op, "beta"));
      case "HardSwish" -> BlockFunctions.hardSwish();
      case "Gelu" ->
          attributes.stringOr("approximate", "none").equals("tanh")
              ? BlockFunctions.geluByTanh()
              : BlockFunctions.gelu();
      case "Clip" -> {
        var range = range(compilation, op);
        yield range == null ? null : BlockFunctions.clip(range.low, range.high);
      }
      default -> null;
    };
  }

  /// The function of one operand that `op` computes, as what oneDNN does to a result before it
  /// stores it; null where oneDNN has none of full accuracy. `Relu` and `Clip` are right for
  /// numbers only: see [FiniteGuard].
  static PostOp.@Nullable Eltwise postOp(Compilation compilation, Op op) {
    return switch (op.type()) {
      case "Relu" -> new PostOp.Eltwise(Codes.RELU, 0, 0);
      case "LeakyRelu" -> {
        float alpha = Operators.floatOf(op, "alpha");
        yield alpha == 0 ? null : new PostOp.Eltwise(Codes.RELU, alpha, 0);
      }
      case "Abs" -> new PostOp.Eltwise(Codes.ABS, 0, 0);
      case "Neg" -> new PostOp.Eltwise(Codes.LINEAR, -1, -0f);
      case "Clip" -> {
        var range = range(compilation, op);
        yield range == null || range.low > range.high
            ? null
            : new PostOp.Eltwise(
                Codes.CLIP,
                Math.max(range.low, -Float.MAX_VALUE),
                Math.min(range.high, Float.MAX_VALUE));
      }
      default -> null;
    };
  }

  private record Range(float low, float high) {}

  private static @Nullable Range range(Compilation compilation, Op op) {
    float least = Float.NEGATIVE_INFINITY;
    float most = Float.POSITIVE_INFINITY;
    if (compilation.values().context(op).opset() < 11) {
      return new Range(op.attributes().floatOr("min", least), op.attributes().floatOr("max", most));
    }
    var low = bound(compilation, op, 1, least);
    var high = bound(compilation, op, 2, most);
    return low == null || high == null || Float.isNaN(low) || Float.isNaN(high)
        ? null
        : new Range(low, high);
  }

  private static @Nullable Float bound(Compilation compilation, Op op, int index, float absent) {
    if (index >= op.inputs().size() || op.inputs().get(index).isEmpty()) {
      return absent;
    }
    return scalar(compilation, op.inputs().get(index));
  }

  /// The one float32 element of a constant, else null.
  static @Nullable Float scalar(Compilation compilation, String value) {
    var constant = compilation.values().constant(value);
    return constant == null
            || !constant.isKnown()
            || constant.type().dataType() != DataType.FLOAT
            || constant.type().knownShape().elementCount() != 1
        ? null
        : constant.tensor().floatAt(0);
  }

  /// Number of the binary function of `op`, or 0 where it is none.
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

  /// Whether oneDNN answers with the second operand when the first is NaN.
  static boolean losesNaN(int binary) {
    return binary == Codes.MAXIMUM || binary == Codes.MINIMUM;
  }

  static boolean commutes(int binary) {
    return binary != Codes.SUBTRACT && binary != Codes.DIVIDE;
  }

  /// The binary function of two values, of which the running one stands `first` or second.
  static BlockPair pair(int binary, boolean first) {
    return switch (binary) {
      case Codes.ADD -> BlockPair.ADD;
      case Codes.MULTIPLY -> BlockPair.MULTIPLY;
      case Codes.SUBTRACT -> first ? BlockPair.SUBTRACT : BlockPair.SUBTRACTED;
      case Codes.DIVIDE -> first ? BlockPair.DIVIDE : BlockPair.DIVIDING;
      case Codes.MAXIMUM -> BlockPair.MAXIMUM;
      case Codes.MINIMUM -> BlockPair.MINIMUM;
      default -> throw new IllegalArgumentException("Binary function " + binary);
    };
  }

  /// The binary function whose other operand is `number`.
  static BlockFunction withNumber(int binary, float number, boolean first) {
    return switch (binary) {
      case Codes.ADD -> BlockFunctions.plus(number);
      case Codes.MULTIPLY -> BlockFunctions.times(number);
      case Codes.SUBTRACT ->
          first ? BlockFunctions.plus(-number) : BlockFunctions.subtractedFrom(number);
      case Codes.DIVIDE ->
          first ? BlockFunctions.dividedBy(number) : BlockFunctions.dividing(number);
      case Codes.MAXIMUM -> BlockFunctions.clip(number, Float.POSITIVE_INFINITY);
      case Codes.MINIMUM -> BlockFunctions.clip(Float.NEGATIVE_INFINITY, number);
      default -> throw new IllegalArgumentException("Binary function " + binary);
    };
  }

  /// The post-op that `op` is when its other operand is the number `operand`, or null. The zero
  /// that is added to a product is negative, which changes no sign.
  static PostOp.@Nullable Eltwise withScalar(int binary, float operand) {
    return switch (binary) {
      case Codes.ADD -> new PostOp.Eltwise(Codes.LINEAR, 1, operand);
      case Codes.SUBTRACT -> new PostOp.Eltwise(Codes.LINEAR, 1, -operand);
      case Codes.MULTIPLY -> new PostOp.Eltwise(Codes.LINEAR, operand, -0f);
      default -> null;
    };
  }
}
