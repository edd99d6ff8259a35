package dev.partitura.app.cli;

import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a whole number of an option, and says of any other text what would do.
abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;

  private WholeNumber(int least) {
    this.least = least;
  }

  /// 1 or more.
  static final class FromOne extends WholeNumber {
    FromOne() {
      super(1);
    }
  }

  /// 0 or more.
  static final class FromZero extends WholeNumber {
    FromZero() {
      super(0);
    }
  }

  @Override
  public Integer convert(String text) {
    BigInteger number;
    try {
      number = new BigInteger(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException("is not a whole number. Use " + least + " or more.");
    }
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      throw new TypeConversionException("is too small. Use " + least + " or more.");
    }
    if (number.bitLength() >= Integer.SIZE) {
      throw new TypeConversionException("is too large. Use at most " + Integer.MAX_VALUE + ".");
    }
    return number.intValue();
  }
}
