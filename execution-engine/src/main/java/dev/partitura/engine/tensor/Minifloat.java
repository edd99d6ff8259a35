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
}
