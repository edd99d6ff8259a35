package dev.partitura.ui.format;

import dev.partitura.engine.quantity.Quantity;

/// The numbers of [Quantity] as the window shows them: with a thin space before the unit.
public final class Format {
  /// Stands where there is no number.
  public static final String NONE = Quantity.NONE;

  private static final char THIN_SPACE = '\u2009';

  private Format() {}

  /// A time span: `840 ns`, `12.4 µs`, `41.2 ms`, `1.08 s`, `12.4 min`.
  public static String time(double nanos) {
    return thin(Quantity.time(nanos));
  }

  /// Bytes in powers of a thousand: `640 B`, `1.60 MB`.
  public static String bytes(double bytes) {
    return thin(Quantity.bytes(bytes));
  }

  public static String bytesPerSecond(double bytesPerSecond) {
    return thin(Quantity.bytesPerSecond(bytesPerSecond));
  }

  /// Floating-point operations: `1.81 GFLOP`.
  public static String flops(double flops) {
    return thin(Quantity.flops(flops));
  }

  public static String flopsPerSecond(double flopsPerSecond) {
    return thin(Quantity.flopsPerSecond(flopsPerSecond));
  }

  /// A plain count: `7`, `1 234`, `11.7 M`.
  public static String count(double count) {
    return thin(Quantity.count(count));
  }

  /// A rate of things a second, the thing named by the caller: `188 img/s`.
  public static String perSecond(double rate, String thing) {
    return thin(Quantity.perSecond(rate, thing));
  }

  /// A share of one: `86 %`, `3.4 %`.
  public static String percent(double share) {
    return thin(Quantity.percent(share));
  }

  /// A share in percent, one of several that lie so far apart: `14.25 %`, no two of them the same.
  public static String percent(double share, double step) {
    return thin(Quantity.percent(share, step));
  }

  /// A change as a share, with its sign: `−3.4 %`.
  public static String change(double share) {
    return (share < 0 ? "−" : "+") + percent(Math.abs(share));
  }

  /// A factor: `1.71×`.
  public static String factor(double factor) {
    return Quantity.factor(factor);
  }

  /// A small number by its power of ten: `1.2e-4`.
  public static String scientific(double value) {
    return Quantity.scientific(value);
  }

  /// Three significant digits without unit; whole numbers below a thousand as they are.
  public static String digits(double value) {
    return Quantity.digits(value);
  }

  /// `number` and `unit`, a thin space between them.
  public static String unit(String number, String unit) {
    return thin(Quantity.unit(number, unit));
  }

  private static String thin(String text) {
    return text.replace(' ', THIN_SPACE);
  }
}
