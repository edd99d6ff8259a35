package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Locale;

/// Conversion of whole tensors between element types, as ONNX Cast defines it.
final class ElementConversion {
  private static final double TWO_TO_63 = 0x1p63;

  /// From this operator set on, what ONNX's text leaves open is decided otherwise by the data of
  /// its own tests: a float beyond an integer of less than a byte loses its higher bits rather than
  /// saturate, and NaN becomes the negative zero of FLOAT4E2M1 rather than its largest value.
  private static final int WRAPS_SINCE = 24;

  private ElementConversion() {}

  /// How Cast and CastLike round to FLOAT8E8M0.
  static final Parameter ROUND_MODE =
      Parameter.ofString("round_mode", "up", "up", "down", "nearest");

  static void requireRoundMode(OpContext op) {
    var mode = op.attributes().stringOr("round_mode", "up");
    if (!ROUND_MODE.choices().contains(mode)) {
      throw op.refuse("op.attribute.choice", "round_mode", mode, ROUND_MODE.choices());
    }
  }

  static void convert(OpContext op, Tensor from, Tensor to) {
    long count = from.elementCount();
    if (from.dataType() == to.dataType()) {
      to.copyFrom(from);
    } else if (to.dataType() == DataType.STRING) {
      for (long i = 0; i < count; i++) {
        to.setString(i, text(from, i));
      }
    } else if (from.dataType() == DataType.STRING) {
      for (long i = 0; i < count; i++) {
        parse(op, from.stringAt(i), to, i);
      }
    } else if (to.dataType().isFloating()) {
      for (long i = 0; i < count; i++) {
        to.setDouble(i, from.doubleAt(i));
      }
    } else if (to.dataType().isMinifloat()) {
      for (long i = 0; i < count; i++) {
        minifloat(op, from.doubleAt(i), to, i);
      }
    } else if (from.dataType().isFloating() || from.dataType().isMinifloat()) {
      boolean wraps = to.dataType().isCompactInteger() && op.opset() >= WRAPS_SINCE;
      for (long i = 0; i < count; i++) {
        if (wraps) {
          to.setLong(i, (long) from.doubleAt(i));
        } else {
          truncate(from.doubleAt(i), to, i);
        }
      }
    } else {
      for (long i = 0; i < count; i++) {
        to.setLong(i, from.longAt(i));
      }
    }
  }

  private static void minifloat(OpContext op, double value, Tensor to, long i) {
    boolean saturate = op.attributes().intOr("saturate", 1) != 0;
    if (to.dataType() == DataType.FLOAT4E2M1 && Double.isNaN(value) && op.opset() >= WRAPS_SINCE) {
      to.setMinifloat(i, -0.0, saturate);
    } else if (to.dataType() == DataType.FLOAT8E8M0) {
      to.setMinifloat(i, rounded(op, value, saturate), saturate);
    } else {
      to.setMinifloat(i, value, saturate);
    }
  }

  /// A power of two by `round_mode`, so that nothing is left to round.
  private static double rounded(OpContext op, double value, boolean saturate) {
    var mode = op.attributes().stringOr("round_mode", "up");
    if (!Double.isFinite(value) || value == 0 || mode.equals("up")) {
      return saturate && Double.isInfinite(value) ? Float.MAX_VALUE : value;
    }
    double below = Math.scalb(1.0, Math.getExponent(value));
    return mode.equals("down") || Math.abs(value) < 1.5 * below ? below : 2 * below;
  }

  private static void truncate(double value, Tensor to, long i) {
    var type = to.dataType();
    if (type == DataType.BOOL) {
      to.setLong(i, value != 0 ? 1 : 0);
    } else if (type == DataType.UINT64) {
      to.setLong(i, value >= TWO_TO_63 ? upperHalf(value) : Math.max(0, (long) value));
    } else {
      to.setLong(i, Math.clamp((long) value, Integers.smallest(type), Integers.largest(type)));
    }
  }

  private static long upperHalf(double value) {
    return value >= 2 * TWO_TO_63 ? -1 : (long) (value - TWO_TO_63) ^ Long.MIN_VALUE;
  }

  private static void parse(OpContext op, String text, Tensor to, long i) {
    try {
      if (to.dataType().isMinifloat()) {
        minifloat(op, number(text.strip()), to, i);
      } else if (to.dataType().isInteger() || to.dataType().isCompactInteger()) {
        to.setLong(
            i,
            to.dataType() == DataType.UINT64
                ? Long.parseUnsignedLong(text.strip())
                : Long.parseLong(text.strip()));
      } else {
        to.setDouble(i, number(text.strip()));
      }
    } catch (NumberFormatException notNumber) {
      throw op.refuse("op.cast.text", text, to.dataType().label());
    }
  }

  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// Plain up to 16 digits before the point, else with an exponent; the shortest text that reads
  /// back as the same number.
  private static String text(Tensor from, long i) {
    return switch (from.dataType()) {
      case BOOL -> from.longAt(i) != 0 ? "True" : "False";
      case UINT64 -> Long.toUnsignedString(from.longAt(i));
      case DOUBLE -> text(from.doubleAt(i), Double.toString(from.doubleAt(i)));
      case FLOAT,
          FLOAT16,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0,
          FLOAT4E2M1 ->
          text(from.doubleAt(i), Float.toString((float) from.doubleAt(i)));
      default -> Long.toString(from.longAt(i));
    };
  }

  private static String text(double value, String shortest) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return shortest;
    }
    var plain = new java.math.BigDecimal(shortest).stripTrailingZeros();
    if (size >= 1e-4 && size < 1e16) {
      return plain.scale() <= 0 ? plain.toPlainString() + ".0" : plain.toPlainString();
    }
    int exponent = plain.precision() - plain.scale() - 1;
    var digits = plain.unscaledValue().abs().toString();
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + String.format(Locale.ROOT, "e%+03d", exponent);
  }
}
