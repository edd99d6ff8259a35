package dev.partitura.app.cli;

import dev.partitura.ui.format.Format;

/// The window's number formats with plain spaces, which every terminal can show.
final class Terminal {
  private Terminal() {}

  static String time(double nanos) {
    return plain(Format.time(nanos));
  }

  static String bytes(double bytes) {
    return plain(Format.bytes(bytes));
  }

  static String flops(double flops) {
    return plain(Format.flops(flops));
  }

  static String count(double count) {
    return plain(Format.count(count));
  }

  static String perSecond(double rate, String thing) {
    return plain(Format.perSecond(rate, thing));
  }

  static String percent(double share) {
    return plain(Format.percent(share));
  }

  static String factor(double factor) {
    return plain(Format.factor(factor));
  }

  private static String plain(String text) {
    return text.replace(Format.THIN_SPACE, " ");
  }
}
