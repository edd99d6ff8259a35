package dev.partitura.app.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time of an option that may be none, in its unit.
abstract class TimeSpan implements ITypeConverter<Double> {
  private final String unit;
  private final String example;
  private final double most;

  private TimeSpan(String unit, String example, double most) {
    this.unit = unit;
    this.example = example;
    this.most = most;
  }

  static final class Seconds extends TimeSpan {
    Seconds() {
      super("seconds", "1.5", 1e6);
    }
  }

  static final class Milliseconds extends TimeSpan {
    Milliseconds() {
      super("milliseconds", "18.5", 1e9);
    }
  }

  @Override
  public Double convert(String text) {
    double value;
    try {
      value = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException(
          "is not a time. Use " + unit + ", such as " + example + ".");
    }
    if (!(value >= 0 && value <= most)) {
      throw new TypeConversionException(
          "is not a time. Use 0 to " + BigDecimal.valueOf(most).toBigInteger() + " " + unit + ".");
    }
    return value;
  }
}
