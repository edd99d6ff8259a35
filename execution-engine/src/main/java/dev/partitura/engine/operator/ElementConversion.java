package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import java.util.Locale;

/// Conversion of whole tensors between element types, as ONNX Cast defines it.
final class ElementConversion {
  private static final double TWO_TO_63 = 0x1p63;

  private ElementConversion() {}

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
    } else if (from.dataType().isFloating()) {
      for (long i = 0; i < count; i++) {
        truncate(from.doubleAt(i), to, i);
      }
    } else {
      for (long i = 0; i < count; i++) {
        to.setLong(i, from.longAt(i));
      }
    }
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
      if (to.dataType().isInteger()) {
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
      case FLOAT, FLOAT16, BFLOAT16 ->
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
