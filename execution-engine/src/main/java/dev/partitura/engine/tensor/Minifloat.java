package dev.partitura.engine.tensor;

/// Values of the floating-point types of 8 bits and fewer. Source: Micikevicius et al. 2022,
/// arXiv:2209.05433 (E4M3, E5M2); Noune et al. 2022, arXiv:2206.02915 (the FNUZ types: no infinity,
/// no negative zero); OCP Microscaling Formats 1.0 (E2M1, E8M0).
final class Minifloat {
  private Minifloat() {}

  static double value(DataType type, int bits) {
    return switch (type) {
      case FLOAT8E4M3FN -> (bits & 0x7f) == 0x7f ? Double.NaN : number(bits, 4, 3, 7);
      case FLOAT8E4M3FNUZ -> bits == 0x80 ? Double.NaN : number(bits, 4, 3, 8);
      case FLOAT8E5M2 ->
          (bits & 0x7f) > 0x7c
              ? Double.NaN
              : (bits & 0x7f) == 0x7c
                  ? bits < 0x80 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY
                  : number(bits, 5, 2, 15);
      case FLOAT8E5M2FNUZ -> bits == 0x80 ? Double.NaN : number(bits, 5, 2, 16);
      case FLOAT4E2M1 -> number(bits, 2, 1, 1);
      case FLOAT8E8M0 -> bits == 0xff ? Double.NaN : Math.scalb(1.0, bits - 127);
      default -> throw new IllegalArgumentException(type.label() + " is no small float");
    };
  }

  /// A sign bit, `exponentBits` and `fractionBits`; exponent 0 has no leading one.
  private static double number(int bits, int exponentBits, int fractionBits, int bias) {
    int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
    int fraction = bits & (1 << fractionBits) - 1;
    double size =
        exponent == 0
            ? Math.scalb((double) fraction, 1 - bias - fractionBits)
            : Math.scalb((double) (fraction | 1 << fractionBits), exponent - bias - fractionBits);
    return (bits >> exponentBits + fractionBits & 1) == 0 ? size : -size;
  }

  /// The bits of the value nearest to `value`, halves to the even one. What is beyond the largest
  /// finite value becomes that when `saturate`, else infinity or, in a type without it, NaN;
  /// FLOAT4E2M1 has neither and always takes the largest, for NaN too. FLOAT8E8M0, a power of two
  /// without a sign, is rounded up.
  static int bits(DataType type, double value, boolean saturate) {
    return switch (type) {
      case FLOAT8E4M3FN -> {
        int code = Double.isNaN(value) ? 0x7f : code(value, 4, 3, 7);
        yield sign(value) | (code <= 0x7e || Double.isNaN(value) ? code : saturate ? 0x7e : 0x7f);
      }
      case FLOAT8E5M2 -> {
        int code = Double.isNaN(value) ? 0x7f : code(value, 5, 2, 15);
        yield sign(value) | (code <= 0x7b || Double.isNaN(value) ? code : saturate ? 0x7b : 0x7c);
      }
      case FLOAT8E4M3FNUZ -> withoutNegativeZero(value, code(value, 4, 3, 8), saturate);
      case FLOAT8E5M2FNUZ -> withoutNegativeZero(value, code(value, 5, 2, 16), saturate);
      case FLOAT4E2M1 ->
          Double.isNaN(value) ? 7 : sign(value) >> 4 | Math.min(code(value, 2, 1, 1), 7);
      case FLOAT8E8M0 -> scaleBits(value, saturate);
      default -> throw new IllegalArgumentException(type.label() + " is no small float");
    };
  }

  private static int sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? 0x80 : 0;
  }

  /// Bits of the size of a number, without its sign; more than the type has when it is too large.
  private static int code(double value, int exponentBits, int fractionBits, int bias) {
    double size = Math.abs(value);
    int exponent = Math.max(Math.getExponent(size), 1 - bias);
    if (exponent > 1 << exponentBits) {
      return Integer.MAX_VALUE;
    }
    // A fraction rounded up to the next power of two counts the exponent up by itself.
    return (int) Math.rint(Math.scalb(size, fractionBits - exponent))
        + (exponent + bias - 1 << fractionBits);
  }

  /// Where negative zero would be is the only NaN.
  private static int withoutNegativeZero(double value, int code, boolean saturate) {
    if (Double.isNaN(value) || code > 0x7f && !saturate) {
      return 0x80;
    }
    return code == 0 ? 0 : sign(value) | Math.min(code, 0x7f);
  }

  private static int scaleBits(double value, boolean saturate) {
    double size = Math.abs(value);
    if (!Double.isFinite(size) || size < 0x1p-127 && !saturate) {
      return 0xff;
    }
    int exponent = Math.getExponent(size);
    int code = exponent + 127 + (Math.scalb(1.0, exponent) < size ? 1 : 0);
    return code > 0xfe ? saturate ? 0xfe : 0xff : Math.max(0, code);
  }
}
