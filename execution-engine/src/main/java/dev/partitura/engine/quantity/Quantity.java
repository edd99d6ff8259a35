package dev.partitura.engine.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How every number of the product is written, in sentences, on the command line and in the window:
/// three significant digits, a space, the unit: `41.2 ms`, `1.60 MB`, `86 %`. Prefixes are powers
/// of a thousand, for bytes too, so that a size and a rate agree.
///
/// Both languages of the window write numbers alike, so these need no locale.
public final class Quantity {
  /// Stands where there is no number.
  public static final String NONE = "–";

  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};

  private Quantity() {}

  /// A time span: `840 ns`, `12.4 µs`, `41.2 ms`, `1.08 s`, `12.4 min`.
  public static String time(double nanos) {
    double size = Math.abs(nanos);
    if (size < 999.5) {
      return unit(digits(Math.rint(nanos)), "ns");
    }
    if (size < 999.5e3) {
      return unit(three(nanos / 1e3), "µs");
    }
    if (size < 999.5e6) {
      return unit(three(nanos / 1e6), "ms");
    }
    return size < 599.5e9 ? unit(three(nanos / 1e9), "s") : unit(three(nanos / 60e9), "min");
  }

  /// Bytes in powers of a thousand: `640 B`, `1.60 MB`.
  public static String bytes(double bytes) {
    return prefixed(bytes, "B");
  }

  public static String bytesPerSecond(double bytesPerSecond) {
    return prefixed(bytesPerSecond, "B/s");
  }

  /// Floating-point operations: `1.81 GFLOP`.
  public static String flops(double flops) {
    return prefixed(flops, "FLOP");
  }

  public static String flopsPerSecond(double flopsPerSecond) {
    return prefixed(flopsPerSecond, "FLOP/s");
  }

  /// How many there are of a thing that an `s` makes several, such as `1 plan` and `2 plans`.
  public static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /// A plain count: `7`, `1 234`, `11.7 M`.
  public static String count(double count) {
    if (Math.abs(count) < 10_000 && count == Math.rint(count)) {
      return Long.toString((long) count);
    }
    return prefixed(count, "");
  }

  /// A rate of things a second, the thing named by the caller: `188 img/s`.
  public static String perSecond(double rate, String thing) {
    return Math.abs(rate) >= 9_995
        ? prefixed(rate, thing + "/s")
        : unit(digits(rate), thing + "/s");
  }

  /// A share of one: `86 %`, `3.4 %`.
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return NONE;
    }
    double percent = share * 100;
    int places = Math.abs(percent) < 9.95 && percent != 0 ? 1 : 0;
    return unit(
        BigDecimal.valueOf(percent).setScale(places, RoundingMode.HALF_UP).toPlainString(), "%");
  }

  /// A share in percent with as many decimals as tell it from those a `step` beside it: `14.25 %`.
  public static String percent(double share, double step) {
    if (!Double.isFinite(share)) {
      return NONE;
    }
    int places =
        BigDecimal.valueOf(step * 100).round(new MathContext(6)).stripTrailingZeros().scale();
    return unit(
        BigDecimal.valueOf(share * 100)
            .setScale(Math.clamp(places, 0, 6), RoundingMode.HALF_UP)
            .toPlainString(),
        "%");
  }

  /// A factor: `1.71×`.
  public static String factor(double factor) {
    return Double.isFinite(factor) ? three(factor) + "×" : NONE;
  }

  /// A small number by its power of ten: `1.2e-4`.
  public static String scientific(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return digits(value);
    }
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
    var mantissa =
        BigDecimal.valueOf(value).scaleByPowerOfTen(-exponent).setScale(1, RoundingMode.HALF_UP);
    return mantissa.abs().compareTo(BigDecimal.TEN) < 0
        ? mantissa + "e" + exponent
        : mantissa.movePointLeft(1).setScale(1, RoundingMode.HALF_UP) + "e" + (exponent + 1);
  }

  /// Three significant digits without unit; whole numbers below a thousand as they are.
  public static String digits(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1000;
    return whole ? Long.toString((long) value) : three(value);
  }

  private static String three(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : NONE;
    }
    var rounded = BigDecimal.valueOf(value).round(new MathContext(3, RoundingMode.HALF_UP));
    int missing = 3 - rounded.precision();
    return (missing > 0 ? rounded.setScale(rounded.scale() + missing) : rounded).toPlainString();
  }

  /// `number` and `unit`, a space between them.
  public static String unit(String number, String unit) {
    return unit.isEmpty() || number.equals(NONE) ? number : number + " " + unit;
  }

  private static String prefixed(double value, String unit) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    int prefix = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    return unit(prefix == 0 ? digits(scaled) : three(scaled), PREFIXES[prefix] + unit);
  }
}
